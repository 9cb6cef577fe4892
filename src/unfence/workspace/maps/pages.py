"""The pages of the map: the map with its list, the conflicts at the line, GeoJSON out and in."""

import json
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.audit.models import record
from unfence.workspace.books.models import Proposal, latest_revision
from unfence.workspace.maps.cards import card_of, told_of
from unfence.workspace.maps.collection import carded, plain
from unfence.workspace.maps.drawn import LAYERS, Drawn, drawn
from unfence.workspace.maps.incoming import Drawing, read_drawing
from unfence.workspace.maps.picked import Choice, choices, shown
from unfence.workspace.maps.scene import Scene, scene_of
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS

GEOJSON = "application/geo+json"


@page("map/", menu="maps.menu")
def map(request: Asked) -> HttpResponse:  # noqa: A001  the page's name, and its address
    """The map and, beside it, the list that says the same."""
    scene = scene_of(request.member, request.lang)
    things = tuple(drawn(scene))
    groups = choices(scene, things, request.GET)
    facts = {
        "scene": scene,
        "groups": [(group, held) for group, held in groups.items()],
        "layers": [(layer, _entries(scene, layer, things, groups)) for layer in LAYERS],
        "revision": latest_revision(),
    }
    return render(request, "maps/map.html", facts)


def _entries(
    scene: Scene, layer: str, things: Sequence[Drawn], groups: Mapping[str, Sequence[Choice]]
) -> list[dict[str, object]]:
    """The lines of one layer in the list."""
    return [
        {"thing": thing, "card": card_of(scene, thing), "shown": shown(thing, groups)}
        for thing in things
        if thing.layer == layer
    ]


@page("map/features.json")
def features(request: Asked) -> HttpResponse:
    """What the map draws: every feature that the member may see, with its card."""
    return JsonResponse(carded(scene_of(request.member, request.lang)), json_dumps_params={"ensure_ascii": False})


@page("map/plan.geojson")
def download(request: Asked) -> HttpResponse:
    """The map as the member sees it, as GeoJSON."""
    text = json.dumps(plain(scene_of(request.member, request.lang)), ensure_ascii=False, indent=1)
    latest = latest_revision()
    number = latest.number if latest else 0
    record(request, "maps.exported", "map", number=number)
    name = f"{request.member.office.key}-{number}.geojson"
    return HttpResponse(text, content_type=GEOJSON, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page("map/conflicts/")
def conflicts(request: Asked) -> HttpResponse:
    """Where the two plans do not fit at the line."""
    scene = scene_of(request.member, request.lang)
    found = [(number, c, told_of(scene, c)) for number, c in enumerate(scene.conflicts, start=1)]
    lines = [
        {
            "number": number,
            "told": told,
            "rows": [(table, key, scene.name(table, key)) for table, key in conflict.rows],
        }
        for number, conflict, told in found
    ]
    hidden = any(row.withheld for table in ("links", "plants", "markets") for row in scene.rows[table])
    facts = {"lines": lines, "study": scene.study, "hidden": hidden, "scene": scene}
    return render(request, "maps/conflicts.html", facts)


@page("map/upload/", see=EDITORS, act=EDITORS)
def upload(request: Asked) -> HttpResponse:
    """Send a drawing; what it would change is shown before anything is."""
    said: list[str] = []
    if request.method == "POST":
        try:
            made = _proposed(request)
        except UnfenceError as error:
            said = [error.say(request.lang)]
        else:
            if isinstance(made, Proposal):
                return redirect("books.proposal", made.pk)
            said = [finding.say(request.lang) for finding in made.findings] or [_nothing(request, made)]
    return render(request, "maps/upload.html", {"said": said}, status=422 if said else 200)


def _proposed(request: Asked) -> Proposal | Drawing:
    """A proposal from the file that was sent; the drawing, if there is something wrong with it or nothing new in it."""
    base = latest_revision()
    if base is None:
        raise UnfenceError("workspace.no_book")
    name, data = _file(request)
    drawing = read_drawing(scene_of(request.member, request.lang), request.member, data, name)
    if drawing.findings or not drawing.edits:
        return drawing
    changes = [[edit.table, edit.key, edit.version, edit.after] for edit in drawing.edits]
    made = Proposal.objects.create(
        office=request.member.office,
        member=request.member,
        file=name,
        base=base,
        changes=changes,
        foreign=[list(pair) for pair in drawing.foreign],
    )
    record(request, "maps.proposed", f"proposal {made.pk}", file=name, rows=len(changes))
    return made


def _nothing(request: Asked, drawing: Drawing) -> str:
    """Why a drawing that can be read proposes nothing."""
    foreign = ["/".join(pair) for pair in drawing.foreign[:10]]
    key = "maps.upload.foreign" if foreign else "maps.upload.nothing"
    return say(key, request.lang, rows=foreign, passed=drawing.passed)


def _file(request: Asked) -> tuple[str, bytes]:
    """The drawing that a form sends as ``file``; raises ``UnfenceError`` for what cannot be one."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise UnfenceError("workspace.no_drawing")
    if not file.name.lower().endswith((".geojson", ".json")):
        raise UnfenceError("workspace.not_geojson", name=file.name)
    size, limit = file.size or 0, settings.UPLOAD_LIMIT
    if size > limit:
        size_said, limit_said = f"{size / 2**20:.1f}", limit // 2**20
        raise UnfenceError("workspace.drawing_too_large", name=file.name, size=size_said, limit=limit_said)
    return file.name[:200], file.read()
