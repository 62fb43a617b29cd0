"""Configurations of applications, which the project's own code fills and everybody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.given_stores import GIVEN, put_into_outside
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    ClassRef,
    External,
    Instance,
    Known,
    ModuleRef,
    Opaque,
    Resolved,
    Table,
    one_of,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.targets import CURRENT_GIVING, as_made, same_object
from pytest_ssot.facts.values import COPIED, NOTHING, Attr, Call, Imported, Name, Param, Value
from pytest_ssot.facts.writes import assigned, copied_into, written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

APPLICATIONS = (
    *(f"{module}.current_app.config" for module in CURRENT_GIVING),
    *(as_made(f"{module}.current_app.config") for module in CURRENT_GIVING),
    "celery.Celery().conf",
)
"""Mappings that hold what the project's own code puts there."""

_FILLERS = ("from_object", "from_mapping", "from_pyfile", "from_file", "from_json", "from_yaml", "from_dict")

INJECTED = "dependency_injector.providers.Configuration()"
"""A configuration of a container, which code fills from mappings and files and hands on by its parts."""

DJANGO_SETTINGS = "django.conf.settings"
"""What gives the names of the module that the environment names; and by what it does:"""

_SETTINGS_MODULE = "DJANGO_SETTINGS_MODULE"


def of_settings(resolver: Resolver, name: str) -> Alternatives:
    """A name of the settings module that the program itself puts into the environment: in `manage.py`.

    Where none is named, of the only module called so in which the name is bound.
    """
    resolver.touch(_SETTINGS_MODULE)
    named = written(resolver, External("os.environ"), _SETTINGS_MODULE, item=True)[1]
    paths = [one.value for one in named if isinstance(one, Known) and isinstance(one.value, str)]
    modules = [one for path in dict.fromkeys(paths) for one in resolver.project.imported_module(path)]
    resolver.touch(name)
    modules = modules if named else _only_settings(resolver, name)
    held = [resolver.attribute(one, name) for one in modules if isinstance(one, ModuleRef)]
    put = written(resolver, External(DJANGO_SETTINGS), name, item=True)[1]
    found = one_of(put, *held)
    return () if any(isinstance(one, Opaque) and one.source == "unresolved" for one in found) else found


def _only_settings(resolver: Resolver, name: str) -> list[Resolved]:
    """The module `settings` that binds a name, if no other file of settings does, tests aside."""
    paths = [path for path in resolver.project.settings_binding(name) if not is_test(path)]
    modules = [resolver.module(path) for path in paths] if len(paths) <= MOST_SETTINGS else []
    found = [one for one in modules if one is not None and name in one.bindings]
    named = [ModuleRef(one.path, one) for one in found if one.path.endswith(_SETTINGS_FILES)]
    return [*named] if len(found) == 1 else []


_SETTINGS_FILES = ("settings.py", "settings/__init__.py", "settings/base.py", "settings/common.py")
"""What the one file is called by whose names those of the settings are."""

MOST_SETTINGS = 10
"""Files of settings that hold a name's word and are read to see if they bind it."""


def of_state(resolver: Resolver, base: Opaque, name: str) -> Alternatives:
    """What code keeps as `app.state.name` or in `app.conf`, which others ask for as `request.app.state`."""
    place = next((one for one in _HOLDERS if base.text.endswith(f".app.{one}")), "")
    if not place:
        return ()
    resolver.touch(name)
    readers = sorted({path for path, _, _ in base.needs})
    items = _put_as(resolver, place, name, readers, item=True) if place in _MAPPINGS else ()
    return one_of(_put_as(resolver, place, name, readers), items)


_MAPPINGS = ("conf",)
_HOLDERS = ("state", "ctx", *_MAPPINGS)
"""What of an application holds what code keeps for all requests or tasks; by attributes, or also as items."""


def _put_as(
    resolver: Resolver, place: str, name: str, readers: Iterable[str], *, item: bool = False
) -> Alternatives:
    """What code sets as the attribute or item `name` of what is called `place`, for others to read."""
    resolver.sought.add(name)
    found: list[Alternatives] = []
    of_given = resolver.writes.get(f"{GIVEN}[{name}]", ()) if item else ()  # `def set_up(app): app[name] = …`
    for module, store in (*resolver.writes.get(name, ()), *of_given):
        key = ("put", module.path, str(store.value), name)
        if store.item is not item or not _is_called(module, store.target, place) or is_test(module.path):
            continue
        related = any(resolver.project.related(reader, module.path) for reader in readers)
        if related and not resolver.visiting(*key):
            with resolver.visit(*key):
                found.append(assigned(resolver, module, store, resolver.resolve(module, store.value)))
    return one_of(*found)


def of_application(resolver: Resolver, base: Opaque, key: Resolved) -> Alternatives:
    """What code keeps as `app[key]` for all requests, which ask for `request.app[key]`."""
    if base.text != _APPLICATION and not base.text.endswith(f".{_APPLICATION}"):
        return ()
    return of_request(resolver, key, sorted({path for path, _, _ in base.needs}))


def of_request(resolver: Resolver, key: Resolved, readers: Iterable[str]) -> Alternatives:
    """The same, for the files that ask for it."""
    if isinstance(key, Known) and isinstance(key.value, str):
        resolver.touch(key.value)
        return _put_as(resolver, _APPLICATION, key.value, readers, item=True)
    return _put_under(resolver, key) if isinstance(key, External) and key.path in _KEYS else ()


OF_VIEW = ".request.app"
"""How the application of a library's view is asked for."""

_KEYS = ("aiohttp.web.AppKey()", "aiohttp.web_app.AppKey()", "aiohttp.helpers.AppKey()")


def _put_under(resolver: Resolver, key: External) -> Alternatives:
    """What code keeps in an application under a key that is an object: `app[SETTINGS] = …`."""
    found: list[Alternatives] = []
    made = key.arguments.place if key.arguments is not None else NOWHERE
    home = resolver.module(made.path) if made.path else None
    for name, value in home.bindings.items() if home is not None else ():
        if home is not None and value != NOTHING and getattr(home.root(value), "at", None) == made.span:
            resolver.touch(name)
            resolver.touch(_APPLICATION)
            resolver.sought.update((f"[{_APPLICATION}]", "[]"))  # by its name, or what has just made it
    for module in resolver.noted():
        for store in module.stores if not is_test(module.path) else ():
            asked = ("under", module.path, str(store.value))
            if not store.item or store.key == NOTHING or resolver.visiting(*asked):
                continue
            if _is_called(module, store.target, _APPLICATION):
                with resolver.visit(*asked):
                    if any(same_object(one, key) for one in resolver.resolve(module, store.key)):
                        found.append(assigned(resolver, module, store, resolver.resolve(module, store.value)))
    return one_of(*found)


_APPLICATION = "app"
"""What an application is called, or what its class is called at the end."""


def _is_called(module: ModuleFacts, target: Value, place: str) -> bool:
    """Something goes by the name of a place; of an application, by its own or that of what made it."""
    node = module.root(target)
    if isinstance(node, Call) and place == _APPLICATION:
        node = module.nodes[node.callee]
    named = isinstance(node, Attr) or (place == _APPLICATION and isinstance(node, Name | Param | Imported))
    word = str(getattr(node, "name", "")).lower()
    return named and (word == place or (place == _APPLICATION and word.endswith((place, "application"))))


def put_by_application(resolver: Resolver, base: External, key: Resolved) -> Alternatives:
    """What code assigns to the entry of an outside mapping, such as an application's configuration."""
    if not isinstance(key, Known):
        return ()
    name = str(key.value)
    if base.path not in APPLICATIONS:
        return written(resolver, base, name, item=True)[1]
    resolver.touch(name)
    resolver.fillers.update((word, "config") for word in _FILLERS)
    return one_of(written(resolver, base, name, item=True)[1], put_into_outside(resolver, base, name))


LOCALS = ("threading.local()", "werkzeug.local.Local()", "asgiref.local.Local()", "gevent.local.local()")
"""Objects of which every thread has its own, but for what all code sets on them."""


def of_local(resolver: Resolver, base: External, name: str) -> Alternatives:
    """What code sets on such an object, in whatever function."""
    resolver.touch(name)
    return written(resolver, base, name)[1]


def of_injected(resolver: Resolver, base: External, name: str) -> Alternatives:
    """A part of what a container's configuration is filled with, or is told where it is made."""
    resolver.touch(name)
    resolver.fillers.update((word, "config") for word in _FILLERS)
    put = written(resolver, base, name, item=True)[1]
    default = base.arguments.get(1, "default") if base.arguments is not None else ()
    return put or one_of(*(one.entries.get(name, ()) for one in default if isinstance(one, Table)))


def names_put(resolver: Resolver, base: External, prefix: str) -> list[str]:
    """The names with a prefix that code puts into an outside mapping, as far as files were read."""
    resolver.sought.update((COPIED, "[config]"))
    resolver.touch("config")
    resolver.fillers.update((word, "config") for word in _FILLERS)
    names = set(resolver.writes)
    for source in copied_into(resolver, base):
        names.update(_names_of(resolver, source))
    return sorted(name for name in names if name.startswith(prefix))


def _names_of(resolver: Resolver, source: Resolved) -> Iterator[str]:
    """The names that an object gives where it fills a mapping."""
    if isinstance(source, ModuleRef) and source.facts is not None:
        yield from source.facts.bindings
    cls = source.cls if isinstance(source, Instance) else source
    for owner in lineage(resolver, cls) if isinstance(cls, ClassRef) else ():
        if isinstance(owner, ClassRef):
            yield from owner.module.classes[owner.index].attributes
