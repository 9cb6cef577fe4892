from unfence.workspace.jobs.models import Job, Paper, ask
from workspace.access import ALL, Access


def _job(area):
    return {"number": ask("jobs.study", area.member("officer"), 1, draws=1).pk}


def _study(area):
    job = ask("jobs.study", area.member("officer"), 1)
    Job.objects.filter(pk=job.pk).update(state="done", result={"welfare": {}})
    Paper.objects.create(job=job, name="report.en", text="<p>")
    return {"number": job.pk}


LINES = (
    Access("jobs.jobs", see=ALL),
    Access("jobs.study", act="OLS"),
    Access("jobs.job", see=ALL, make=_job),
    Access("jobs.figures", see=ALL, make=_study),
    Access("jobs.report", see=ALL, make=_study),
    Access("jobs.cancel", act="OLS", act_other="", make=_job),
)
