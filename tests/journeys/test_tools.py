"""The urge timer and the breathing pacer in a real browser; without scripts the steps stand for themselves."""

from playwright.sync_api import expect

from tests.support.browser import OpenPage


def test_the_urge_timer_counts_by_the_clock_and_says_when_it_is_over(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    page.goto("/tools#urge_timer")
    page.get_by_role("button", name="Start the 15 minutes").click()
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.clock.run_for(61_000)
    expect(page.get_by_role("timer")).to_have_text("13:59")
    page.clock.fast_forward("14:00")  # a phone that slept meanwhile
    expect(page.get_by_role("timer")).to_have_text("0:00")
    expect(page.locator("#urge-clock [role=status]")).to_contain_text("The time is up.")
    expect(page.get_by_role("button", name="Start the 15 minutes")).to_be_focused()


def test_a_stopped_timer_begins_anew(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    page.goto("/tools")
    page.get_by_role("button", name="Start the 15 minutes").click()
    page.clock.run_for(5_000)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("timer")).to_have_text("15:00")
    page.clock.run_for(5_000)
    expect(page.get_by_role("timer")).to_have_text("15:00")


def test_the_pacer_leads_through_ten_breaths(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    page.goto("/tools")
    says, count = page.locator("#breath-pacer [role=status]"), page.locator("#breath-pacer [data-count]")
    page.get_by_role("button", name="Breathe with me").click()
    expect(says).to_have_text("Breathe in")
    expect(count).to_have_text("1 / 10")
    page.clock.run_for(4_000)
    expect(says).to_have_text("Hold")
    page.clock.run_for(1_000)
    expect(says).to_have_text("Breathe out")
    expect(page.locator(".breath-circle")).to_have_class("breath-circle out")
    page.clock.run_for(6_000)
    expect(count).to_have_text("2 / 10")
    page.clock.run_for(99_000)
    expect(says).to_contain_text("That was ten breaths.")
    expect(count).to_be_empty()


def test_with_reduced_motion_only_the_words_change(open_page: OpenPage) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/tools")
    page.get_by_role("button", name="Breathe with me").click()
    expect(page.locator("#breath-pacer [role=status]")).to_have_text("Breathe in")
    expect(page.locator(".breath-circle")).to_have_class("breath-circle")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#breath-pacer [role=status]")).to_be_empty()


def test_without_scripts_the_steps_stand_for_themselves(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/tools")
    expect(page.locator("#urge-clock")).to_be_hidden()
    expect(page.locator("#breath-pacer")).to_be_hidden()
    expect(page.locator("#breathing ol > li").first).to_be_visible()
