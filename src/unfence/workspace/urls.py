"""Every address: what the apps declare, and nothing else."""

from unfence.workspace.pages import addresses

urlpatterns = addresses()
handler400 = "unfence.workspace.shell.mistakes.bad_request"
handler403 = "unfence.workspace.shell.mistakes.forbidden"
handler404 = "unfence.workspace.shell.mistakes.not_found"
handler500 = "unfence.workspace.shell.mistakes.broken"
