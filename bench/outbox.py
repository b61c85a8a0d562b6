"""draft"""
import argparse, asyncio, os, secrets, statistics, sys, time, hashlib
from datetime import timedelta
from typing import Any
import aiohttp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import create_engine, insert, text
from bench import databases
from bench.push_endpoint import accepting, counted
from bench.scene import Scene
from bench.servers import SECRET
from client_app import create_app
from client_app.config import Settings
from client_app.domain.deliveries import Target
from client_app.domain.pushes import PushKind, MessageState, push_of
from client_app.gateways.clock import utc_now
from client_app.gateways.push import PushSender
from client_app.gateways.push_sealing import Sealer, new_pair
from client_app.models import OutboxMessage, PushSubscription
from client_app.services.outbox import REMINDERS
from client_app.services.sending import Doors, Memory, send_due_messages
import base64
def w(raw): return base64.urlsafe_b64encode(raw).decode().rstrip("=")
PAIR=new_pair()
def target(port,i):
    k=ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962,PublicFormat.UncompressedPoint)
    return Target(f"http://127.0.0.1:{port}/send/{i}", w(k), w(os.urandom(16)), PAIR.public)
def fill(url, port, ids):
    e=create_engine(url)
    now=utc_now()
    with e.begin() as c:
        subs=[]
        for i in ids:
            t=target(port,i)
            subs.append(dict(person_id=i,endpoint=t.endpoint,endpoint_hash=hashlib.sha256(t.endpoint.encode()).hexdigest(),p256dh=t.p256dh,auth=t.auth,application_key=t.application_key,subscribed_at=now,seen_at=now))
        c.execute(insert(PushSubscription),subs)
    e.dispose()
def due(url, ids, n):
    e=create_engine(url); now=utc_now()
    with e.begin() as c:
        rows=[dict(kind=PushKind.NUDGE,person_id=ids[i%len(ids)],due_at=now,stale_at=now+timedelta(hours=1),about=f"t:{i}:{secrets.token_hex(4)}",path="/today",state=MessageState.WAITING,next_at=now,attempts=0,made_at=now) for i in range(n)]
        c.execute(insert(OutboxMessage),rows)
    e.dispose()
def ours(url, port, n):
    app=create_app(Settings(secret_key=SECRET,database_url=url,secure_cookies=False))
    with app.app_context():
        push=PushSender(Sealer([PAIR],"mailto:a@b.example"),(),(f"127.0.0.1:{port}",))
        d=Doors(push=push,mail=None,secret=SECRET,origin="https://x.example",clock=utc_now,is_stopping=lambda:False)
        t=time.process_time()
        asyncio.run(send_due_messages(REMINDERS,Memory(),d))
        return n/(time.process_time()-t)
def bare(port, n, seal):
    s=Sealer([PAIR],"mailto:a@b.example"); tg=[target(port,i) for i in range(min(n,1000))]
    now=utc_now()
    push=push_of(PushKind.NUDGE,"en","https://x.example/reminders/abc",now+timedelta(hours=1),now)
    one=s.seal(tg[0],push)
    async def go():
        it=iter(range(n))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            async def hand():
                for i in it:
                    t=tg[i%len(tg)]
                    x=s.seal(t,push) if seal else one
                    async with session.post(t.endpoint,headers=x.headers,data=x.body) as r:
                        await r.read()
            await asyncio.gather(*(hand() for _ in range(100)))
    t=time.process_time(); asyncio.run(go()); return n/(time.process_time()-t)
if __name__=="__main__":
    n=int(sys.argv[1])
    with accepting() as port:
        scene=Scene(1000,days=0)
        for name in sys.argv[2:]:
          with getattr(databases,name)(scene.fill) as copies:
            url=copies()
            ids=list(scene.participant_ids)
            fill(url,port,ids)
            for r in range(3):
                due(url,ids,n)
                print(name, "bare %.0f bare+seal %.0f ours %.0f" % (bare(port,n,False),bare(port,n,True),ours(url,port,n)), flush=True)
