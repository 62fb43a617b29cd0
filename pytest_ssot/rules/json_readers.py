"""What parses JSON: functions of libraries, and the words by which calls of them are looked for."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, FunctionRef, Resolved

JSON_READERS = frozenset(
    {
        *("json.loads", "json.load", "json.JSONDecoder().decode", "simplejson.loads", "ujson.loads"),
        *("ujson.decode", "orjson.loads", "rapidjson.loads", "msgspec.json.decode"),
        *("jwcrypto.common.json_decode", "pydantic_core.from_json"),
    }
)
"""What turns the decoded segment into claims."""

_DECODERS = frozenset(("JSONDecoder", "msgspec", "ujson"))
"""Words without which nobody has something whose `decode` parses JSON."""

_TELLING = frozenset(
    [
        *("loads", "json_loads", "json_decode", "validate_json", "model_validate_json", "parse_raw"),
        *("parse_json", "loads_json", "decode_json", "json_load", "safe_load", "literal_eval"),
    ]
)
_NOT_JSON = frozenset(["pickle", "cPickle", "marshal", "dill", "cloudpickle", "toml", "tomllib", "plistlib"])

JSON_WORDS = _TELLING.union(path.rpartition(".")[2] for path in JSON_READERS)
"""The last words of calls that may parse JSON."""


def words_beside(links: Links, module: ModuleFacts) -> frozenset[str]:
    """The words of calls that may parse JSON among what has to do with a module, aliases included.

    Most calls of `decode` are those of texts.
    """
    may_decode = links.mentions_beside(module, _DECODERS, _DECODERS)
    return links.spellings(JSON_WORDS if may_decode else JSON_WORDS - {"decode"})


def reads_json(links: Links, site: Site) -> bool:
    """A call parses JSON, or surely nothing else by its name if it is not known what it calls."""
    for callee in links.callees(site):
        if is_json_reader(callee):
            return True
        if not isinstance(callee, External | FunctionRef) and site.word in _TELLING:
            return True
    return False


ONLY_PARSED = "; what they say is thrown away"


def is_only_parsed(links: Links, site: Site) -> bool:
    """JSON is parsed to see that it can be, and nobody takes what comes of it."""
    return site.fact.discarded and not site.node.keywords and reads_json(links, site)


def is_json_reader(callee: Resolved) -> bool:
    """What is called parses JSON, as far as the name of a library's function tells."""
    if not isinstance(callee, External):
        return False
    word, top = callee.path.rpartition(".")[2], callee.path.partition(".")[0]
    return callee.path in JSON_READERS or (word in _TELLING and top not in _NOT_JSON)
