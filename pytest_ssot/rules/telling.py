"""Calls that tell people something, and those that only put it into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS, class_function, lineage
from pytest_ssot.facts.deciding import TELLING
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import computed_from, operands
from pytest_ssot.facts.resolved import ClassRef, External
from pytest_ssot.facts.values import NOTHING, Value

_WORDING = frozenset(
    [
        *("get", "items", "keys", "values", "join", "format", "strip", "upper", "lower", "title", "split"),
        *("str", "repr", "len", "int", "float", "sorted", "dict", "list", "tuple", "set", "dumps", "pformat"),
        *("isoformat", "strftime", "fromtimestamp", "utcfromtimestamp", "copy", "round", "time"),
        *("now", "labels"),
    ]
)
"""The names of calls that put something into words and have no other effect."""

_COMPUTING = frozenset(
    [
        *("encode", "decode", "digest", "hexdigest", "hex", "replace", "startswith", "endswith", "count"),
        *("removeprefix", "removesuffix", "partition", "rpartition", "rsplit", "lstrip", "rstrip"),
        "casefold",
        *("timestamp", "total_seconds", "astimezone", "date", "hash", "ord", "chr"),
    ]
)
"""The names of calls that compute something of what they are made on, where it is looked at."""

_OF_WORDS = frozenset(
    [
        *("IPython", "zlib", "hashlib", "binascii", "json", "yaml", "textwrap", "pprint", "rich"),
        *("tabulate", "prettytable", "datetime", "time", "html"),
    ]
)
"""Modules that put into words whatever they are handed, where that is no file."""

_PLAIN = frozenset(
    f"builtins.{one}"
    for one in ("isinstance", "enumerate", "zip", "min", "max", "any", "all", "sum", "bool", "type", "range")
)

_SHOWING = frozenset(
    [
        *("streamlit", "nicegui", "rich", "click", "typer", "questionary", "warnings", "sentry_sdk"),
        *("syslog", "tqdm"),
        *("segment", "posthog", "mixpanel", "amplitude"),
        *("textual", "tkinter", "PySide6", "PySide2", "PyQt6", "PyQt5", "kivy", "wx", "flet"),
        *("ipywidgets", "IPython"),
        *("loguru", "newrelic", "opentelemetry", "elasticapm", "ddtrace", "datadog", "statsd", "rollbar"),
    ]
)
"""Libraries that do nothing with what they are handed but show it to people, or write it down."""

_OF_EVENTS = frozenset(
    f"structlog.{one}"
    for one in (
        *("contextvars.bind_contextvars", "contextvars.bound_contextvars", "bind_contextvars"),
        *("threadlocal.bind_threadlocal", "threadlocal.tmp_bind"),
    )
)
"""Functions that add to all events which are logged further on."""

_OF_MODULES = frozenset(f"ansible.module_utils.basic.AnsibleModule().{one}_json" for one in ("exit", "fail"))
"""What a module of Ansible puts out."""

_BINDING = re.compile(r"^(loguru\.logger|structlog\.(stdlib\.)?get_logger\(\))\.(bind|new|contextualize)$")
"""Methods of logs that give such a log again, or a block in which events are added to."""

_STREAMS = frozenset(["stdout", "stderr"])
_OPENED = _STREAMS | {"out", "output", "outfile", "stream", "console"}
"""The names of what a function is handed that shows what is written to it."""

_FILLING = ("append", "extend", "add", "update", "insert", "setdefault", "write", "add_row", "add_column")
"""Methods that put something into what holds it."""


def is_telling(links: Links, call: Site) -> bool:
    """A call writes to a log, or shows something: `logger.info(…)`, `self.stdout.write(…)`."""
    if not call.fact.discarded:
        found = links.callees(call) if call.word in _FOR_A_BLOCK else ()
        return bool(found) and all(isinstance(one, External) and _is_of_events(one.path) for one in found)
    callee = call.module.nodes[call.node.callee]
    base = call.module.root(callee.base) if isinstance(callee, v.Attr) else None
    shown = call.word in ("write", "writelines") and _is_shown(base)
    if call.word in ("writerow", "writerows", "writeheader") and isinstance(base, v.Call) and base.args:
        shown = _is_shown(call.module.root(base.args[0]))  # `csv.writer(sys.stdout)`
    if call.word in ("dump", "safe_dump") and call.node.args[1:2]:
        shown = _is_shown(call.module.root(call.node.args[1]))  # `json.dump(claims, sys.stdout)`
    if shown or TELLING.search(call.word) or _is_of_metric(call, base) or _is_message(call):
        return True
    if _is_said_by_error(links, call):
        return True
    paths = [one.path for one in links.callees(call) if isinstance(one, External)]
    return bool(paths) and all(
        TELLING.search(one.rpartition(".")[2])  # `from rich import print as show`
        or one.partition(".")[0] in _SHOWING
        or one in _OF_EVENTS | _OF_MODULES
        for one in paths
    )


def _is_message(call: Site) -> bool:
    """A message is posted where people talk to each other: `post(webhook, json={"text": …})`."""
    module = call.module
    given = [module.root(one) for word, one in call.node.keywords if word in ("json", "data")]
    keys = [one for form in given if isinstance(form, v.Dict) for one in form.keys]
    words = {getattr(module.nodes[one], "value", None) if one != NOTHING else None for one in keys}
    return call.word == "post" and bool(words) and words <= _OF_MESSAGES


_OF_MESSAGES = frozenset(["text", "content", "blocks", "attachments", "channel", "username", "embeds"])


def is_printed(links: Links, call: Site) -> bool:
    """Of calls that tell something: this is what a program puts out, and no line of a log."""
    paths = [one.path for one in links.callees(call) if isinstance(one, External)]
    words = [one.rpartition(".")[2] for one in paths] or [call.word]
    roots = {one.partition(".")[0] for one in paths}
    return all(map(_PRINTING.search, words)) and roots.isdisjoint(_LOGS | _PAGES)


_PRINTING = re.compile(r"^(s?echo|p?print(_json)?|pp|write(lines|rows?)?|(safe_)?dump|exit_json)$")
_LOGS = frozenset(["logging", "warnings", "structlog", "sentry_sdk", "syslog"])
_PAGES = frozenset(["streamlit", "nicegui", "textual", "segment"])
"""What is no output of a program: logs, and the page of whoever looks at it."""


def _is_of_metric(call: Site, base: v.AnyNode | None) -> bool:
    """A number is written down under labels: `LEFT.labels(name).set(seconds)`."""
    asked = call.module.nodes[base.callee] if isinstance(base, v.Call) else None
    return getattr(asked, "name", "") == "labels" and call.word in ("set", "dec", "info", "state")


def _is_stream(node: v.AnyNode | None) -> bool:
    return getattr(node, "name", "") in _STREAMS


def _is_shown(node: v.AnyNode | None) -> bool:
    return _is_stream(node) or (isinstance(node, v.Param | v.Attr) and node.name in _OPENED)


def is_wording(links: Links, call: Site) -> bool:
    """A call puts something into words, or into another form, and has no other effect."""
    if call.word in _WORDING:
        return True
    if call.fact.discarded:
        return False
    if call.word in _COMPUTING or _makes_record(links, call):
        return True
    paths = [one.path if isinstance(one, External) else "" for one in links.callees(call)]
    return bool(paths) and all(
        one in _PLAIN
        or one.partition(".")[0] in _OF_WORDS
        or one.startswith("django.utils.html.")
        or _is_of_events(one)
        for one in paths
    )


def _is_said_by_error(links: Links, call: Site) -> bool:
    """An exception is made with words: `super().__init__(f"…")` of one."""
    callee = call.module.nodes[call.node.callee]
    base = call.module.root(callee.base) if isinstance(callee, v.Attr) and callee.name == "__init__" else None
    asked = getattr(call.module.nodes[base.callee], "name", "") if isinstance(base, v.Call) else ""
    owner = call.module.functions[call.fact.function].owner if call.fact.function >= 0 else -1
    if asked != "super" or owner < 0 or not _is_worded(call):
        return False
    above = lineage(links.resolver, ClassRef(call.module, owner, {}))
    return any(isinstance(one, External) and one.path.endswith(("Error", "Exception")) for one in above)


def told_by_error(call: Site) -> bool | None:
    """An error tells in words what it is made with; None if whoever catches it may take that out."""
    words = _is_worded(call)
    return words if words or _FAILURE.search(call.word) else None


_FAILURE = re.compile(
    r"error|exception|http|exit|abort|fail|inval|denied|refus|reject|unauth|forbid|expired|missing|unknown|bad",
    re.IGNORECASE,
)
"""Words in the names of what is raised because something is wrong."""


def _is_worded(call: Site) -> bool:
    """All that a call is handed are texts that are put together, in which nothing else can be looked up."""
    given = [call.module.root(one) for one in call.module.handed(call.node)]
    return all(isinstance(one, v.Text | v.Const) for one in given)


_FOR_A_BLOCK = ("bound_contextvars", "contextualize", "tmp_bind")
"""What adds to all events that are logged within a `with`."""


def _is_of_events(path: str) -> bool:
    """What adds to events, and the block that it is in force for."""
    asked = path.removesuffix("()").removesuffix(".__enter__").removesuffix(".__aenter__").removesuffix("()")
    return asked in _OF_EVENTS or bool(_BINDING.search(asked))


def _makes_record(links: Links, call: Site) -> bool:
    """A call makes an object of a class that only keeps what it is handed: `Info(**claims)`."""
    callee = call.module.nodes[call.node.callee]
    asked = links.callees(call)
    if isinstance(callee, v.Attr) and callee.name in _MAKING:
        asked = links.value(call.module, callee.base, call.frames)
    return bool(asked) and all(
        isinstance(one, ClassRef)
        and not any(class_function(links.resolver, one, name) for name in CONSTRUCTORS)
        for one in asked
    )


_MAKING = frozenset(["model_validate", "parse_obj", "model_construct", "construct"])
"""Methods of a model's class that make an object of it."""


def is_store(call: Site) -> bool:
    """A call sets an attribute, which is told as that: `object.__setattr__(self, "until", until)`."""
    stores = call.module.places.stores_in.get(call.fact.function, ())
    value = call.node.args[-1] if call.node.args else NOTHING
    return call.word in ("setattr", "__setattr__") and any(one.value == value for one in stores)


def put_into(links: Links, call: Site) -> Value:
    """What a function has made itself, of words alone, and is filled by a call; NOTHING otherwise."""
    callee = call.module.nodes[call.node.callee]
    if call.word not in _FILLING or not isinstance(callee, v.Attr):
        return NOTHING
    number = call.module.root_of(callee.base)
    node = call.module.nodes[number]
    if isinstance(node, v.Dict | v.Sequence):
        return number
    fact = call.module.places.made_by.get(number) if isinstance(node, v.Call) else None
    made = Site(call.module, fact, call.frames) if fact is not None else None
    own = made is not None and made.fact.function == call.fact.function
    return number if made is not None and own and is_wording(links, made) else NOTHING


def told_of(
    links: Links,
    module: ModuleFacts,
    function: int,
    read: Value,
    also_kept: Callable[[v.AnyNode], bool] = lambda _: False,
) -> set[Value]:
    """All that is computed from what was read, with what holds it because it was put there.

    What a method's own object keeps is asked for elsewhere, and so is what others `also` keep.
    """
    own = module.functions[function] if function >= 0 else None

    def is_kept(node: v.AnyNode) -> bool:
        if also_kept(node):
            return True
        itself = module.root(node.base) if isinstance(node, v.SetAttr) and own is not None else None
        return isinstance(itself, v.Param) and own is not None and own.takes_itself_as(itself.name)

    found = computed_from(module, read, is_kept)
    for call in calls_of(module, function):
        if call.fact.value in found and call.word in _FILLING and any(one in found for one in given_to(call)):
            holder = put_into(links, call)
            found |= computed_from(module, holder, is_kept) if holder not in (NOTHING, *found) else set()
    return found


def calls_of(module: ModuleFacts, function: int) -> Iterator[Site]:
    """The calls in a function."""
    yield from (Site(module, fact) for fact in module.calls_in.get(function, ()))


def given_to(call: Site) -> Iterator[Value]:
    """What a call is handed, and what is called."""
    yield call.node.callee
    yield from call.module.handed(call.node)


def is_named(module: ModuleFacts, known: set[Value]) -> bool:
    """A name of the module is set to some of these: `global CLAIMS`."""
    module.effort.spend(len(module.bindings) // 4)
    return not known.isdisjoint(module.bindings.values())


def is_joined(links: Links, module: ModuleFacts, value: Value, read: Value) -> bool:
    """A value is computed of what differs by the way that was taken behind a read."""
    queue, seen = [value], set[Value]()
    while queue:
        current = queue.pop()
        if current in seen or current < read:
            continue
        seen.add(current)
        node = module.nodes[current]
        if isinstance(node, v.Phi | v.Choice):
            arms = node.options if isinstance(node, v.Phi) else (node.then, node.other)
            before = {_before_telling(links, module, one) for one in arms if one != NOTHING}
            if len(before) > 1:
                return True
            queue += before
            continue
        queue += (one for one in operands(node) if one != NOTHING)
    return False


def _before_telling(links: Links, module: ModuleFacts, value: Value) -> Value:
    """What a value was before calls that only tell of it."""
    node = module.nodes[value]
    while isinstance(node, v.After) and not node.receiver:
        fact = module.places.made_by.get(node.call)
        if fact is None or not is_telling(links, Site(module, fact)):
            break
        value, node = node.base, module.nodes[node.base]
    return value
