"""Signs of life of the worker."""

from sqlalchemy.orm import Mapped, mapped_column

from client_app.extensions import Base
from client_app.models.types import Instant


class Heartbeat(Base):
    """When a process last said that it is alive."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[Instant]
