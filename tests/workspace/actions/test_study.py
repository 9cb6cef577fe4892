"""An officer asks for a study and watches it become done; who may not see everything gets what they may."""

from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim, told
from unfence.workspace.jobs.models import Job


def test_a_study_is_watched(live):
    page = live.page("officer", "east")
    page.click("nav >> text=Studies")
    page.click("text=Study revision 1")
    page.wait_for_url("**/jobs/*/")
    assert "waiting" in page.inner_text("#state")
    job = claim("w")
    told(job, "w", "fences", 0.4)
    page.wait_for_selector("progress[value='40']")
    do(job, "w")
    page.wait_for_selector(".state.done")
    page.click("main >> text=Results")
    assert "27,500 yuan" in page.inner_text("main"), "what the office sees of it"
    assert page.query_selector("text=Read the report") is None, "the report tells everything"
    secretary = live.page("secretary")
    secretary.goto(f"/jobs/{job}/report/")
    assert secretary.query_selector(".tiles") is not None
    assert secretary.complaints == []
    secretary.goto("/")
    assert "27,500" in secretary.inner_text(".tiles")


def test_a_study_is_cancelled(live):
    page = live.page("officer", "east")
    page.goto("/jobs/")
    page.click("text=Study revision 1")
    page.click("text=Cancel")
    page.wait_for_selector(".state.cancelled")
    assert Job.objects.get().state == "cancelled"
    assert page.complaints == []
