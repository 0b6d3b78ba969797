"""The pages of the draft and of publishing it, each in a module of its own."""

from handbook.publishing.views import (
    confirm,
    editor,
    figures,
    frame,
    overview,
    pictures,
    preview,
    publish,
    remarks,
    rules_of_draft,
)
from handbook.publishing.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "confirm",
    "editor",
    "figures",
    "frame",
    "overview",
    "pictures",
    "preview",
    "publish",
    "remarks",
    "rules_of_draft",
]
