"""Speaking instead of writing, and being read to: with script only, on this device only."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.voices.models import Attachment, Campaign
from portal.voices.models.files import read_sealed
from tests.factories.voices import cards
from tests.journeys.test_voices_child import Come, asked, come, say_something, send

__all__ = ["asked", "come"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A microphone that hums: the machine that tests has none.
HUMS = """
navigator.mediaDevices.getUserMedia = async () => {
  const sound = new AudioContext();
  const into = sound.createMediaStreamDestination();
  const hum = sound.createOscillator();
  hum.connect(into);
  hum.start();
  return into.stream;
};
"""
REFUSES = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
SPEAKS = """
window.read = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-GB", localService: LOCAL }],
  cancel: () => {},
  speak: (speech) => window.read.push(speech.text),
} });
"""


def test_a_recording_is_made_in_the_page_and_sent_sealed(come: Come, asked: Campaign) -> None:
    child = come()
    child.page.add_init_script(HUMS)
    say_something(child, cards(asked, at=timezone.now())[0], "Private", "Rather hear me")
    child.page.get_by_role("button", name="Record now").click()
    expect(child.page.get_by_text("Recording. It stops by itself")).to_be_visible()
    child.page.wait_for_timeout(700)
    child.page.get_by_role("button", name="Stop").click()
    expect(child.page.get_by_text("Recorded. It is sent together with your words.")).to_be_visible()
    assert not Attachment.objects.exists()
    send(child)
    kept = Attachment.objects.get()
    assert (kept.kind, kept.content_type) == ("recording", "audio/webm")
    assert read_sealed(kept.file).startswith(b"\x1a\x45\xdf\xa3")


def test_without_a_microphone_a_file_can_be_chosen(come: Come, asked: Campaign) -> None:
    child = come()
    child.page.add_init_script(REFUSES)
    say_something(child, cards(asked, at=timezone.now())[0], "Private", "Rather hear me")
    child.page.get_by_role("button", name="Record now").click()
    expect(child.page.get_by_text("You can choose a file instead.")).to_be_visible()


@pytest.mark.parametrize("local", [True, False])
def test_a_question_is_read_aloud_only_by_a_voice_of_this_device(come: Come, asked: Campaign, local: bool) -> None:
    child = come()
    child.page.add_init_script(SPEAKS.replace("LOCAL", "true" if local else "false"))
    page = child.page
    child.go("")
    page.get_by_role("link", name="I have a card").click()
    page.get_by_label("Your words").fill(cards(asked, at=timezone.now())[0])
    child.press("Go on")
    page.get_by_label("12 to 15").check()
    for button in ("Next", "Next", "Next", "I have written it down"):
        child.press(button)
    aloud = page.get_by_role("button", name="Read it to me")
    if not local:
        expect(aloud).to_have_count(0)
        return
    aloud.click()
    heard = page.evaluate("window.read")
    assert len(heard) == 1
    assert "How safe do you feel where you live?" in heard[0]
    assert "Really good" in heard[0]
