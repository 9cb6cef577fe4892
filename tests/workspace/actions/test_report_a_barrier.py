"""A barrier is reported with a document, on a telephone; the other side's officer is told, and answers."""

from django.conf import settings

from unfence.workspace.register.models import Report


def test_report_a_barrier(live, tmp_path):
    page = live.page("viewer", "west", lang="zh", width=390)
    page.goto("/register/")
    page.click("main a.button")
    page.fill("[name=title]", "过桥要再过一次磅")
    page.select_option("[name=kind]", "time")
    page.select_option("[name=place]", "links/road")
    page.check("[name=crosses][value=good]")
    page.fill("[name=size]", "1.5")
    page.select_option("[name=owner]", "east")
    count = tmp_path / "count.pdf"
    count.write_bytes(b"%PDF-1.7 14 of 20")
    page.set_input_files("[name=document]", count)
    page.click("main button")
    page.wait_for_url("**/register/B-*/")
    assert "已上报" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    report = Report.objects.get()
    assert (settings.DATA / "documents" / report.documents.get().token).read_bytes().startswith(b"%PDF")

    owner = live.page("officer", "east")
    assert report.code in owner.inner_text("main .notices")
    owner.click("main .notices a")
    with owner.expect_download() as got:
        owner.click("a[download]")
    assert got.value.suggested_filename == "count.pdf"
    owner.select_option("[name=state]", "acknowledged")
    owner.click("text=Move it on >> nth=-1")
    owner.wait_for_selector(".state.acknowledged")
    page.reload()
    assert "已受理" in page.inner_text("main")
    assert page.complaints == owner.complaints == []
