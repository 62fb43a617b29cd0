"""Functions as calls enter them: what their parameters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.annotated import objects_said, said_of
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.calling import together
from pytest_ssot.facts.classes import class_function, generated_fields, generated_key, implied_self
from pytest_ssot.facts.defaults import default_of, unknown_given
from pytest_ssot.facts.folds import carried_rounds
from pytest_ssot.facts.forms import keeps_the_form
from pytest_ssot.facts.meanings.commands import given_by_option
from pytest_ssot.facts.meanings.objects import PROVIDING
from pytest_ssot.facts.module import MODULE, ClassFacts, FunctionFacts, ModuleFacts, Parameter
from pytest_ssot.facts.parameters import bound
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Partial,
    Place,
    Resolved,
    needs_of,
    one_of,
    opaque,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.sites import Questions, Site
from pytest_ssot.facts.told_by_python import told_by_python

MOST_METHODS = 3
"""Methods of a task that call each other before its function is called."""


_PROVIDED = frozenset(f"{path}()" for path in PROVIDING)
"""What a framework fills with an object of the class that it stands beside: `Depends()`."""


class Entered(Questions):
    """Answers what is handed to functions, by a call or by nobody."""

    def target(self, callee: Resolved) -> FunctionKey | None:
        """The function whose parameters a call of `callee` fills."""
        match callee:
            case FunctionRef():
                return callee.key
            case Instance():
                method = class_function(self.resolver, callee.cls, "__call__")
                return None if method is None else method.key
            case ClassRef():
                method = class_function(self.resolver, callee, "__init__")
                if method is not None:
                    return method.key
                fields = generated_fields(self.resolver, callee)
                return None if fields is None else (callee.module.path, generated_key(callee.index))
            case Partial(callee=(FunctionRef() | ClassRef() as inner,)):
                return self.target(inner)
            case _:
                return None

    def enter(self, site: Site, callee: Resolved) -> Frames:
        """The frames inside a call: those around it, and the callee's parameters."""
        arguments = self.arguments(site)
        match callee:
            case FunctionRef():
                return {**site.frames, **callee.frames, callee.key: bound(self.resolver, callee, arguments)}
            case Partial(callee=(FunctionRef() as inner,)):
                given = callee.arguments if callee.handed else together(callee.arguments, arguments)
                return {**site.frames, **inner.frames, inner.key: bound(self.resolver, inner, given)}
            case Instance():
                method = class_function(self.resolver, callee.cls, "__call__")
                if method is not None:
                    return self.enter(site, replace(method, bound=callee))
            case ClassRef():
                return self._made(site, callee, arguments)
            case Partial(callee=(ClassRef() as inner,)) if callee.handed:
                return self._made(site, inner, callee.arguments)
        return site.frames

    def _made(self, site: Site, cls: ClassRef, arguments: Arguments) -> Frames:
        """The frames inside the constructor of a class, or the fields of an object of one that has none."""
        made = self.resolver.call(cls, arguments)
        if not made or not isinstance(made[0], Instance):
            return site.frames
        generated = {(cls.module.path, generated_key(cls.index)): made[0].attributes}
        frames = {**site.frames, **made[0].frames, **generated}
        completing = class_function(self.resolver, cls, "__post_init__")
        if completing is not None and completing.facts.parameters:
            itself = {completing.facts.parameters[0].name: made[:1]}
            frames[completing.key] = {**frames.get(completing.key, {}), **itself}
        return frames

    def completing(self, cls: Resolved) -> FunctionKey | None:
        """The method that completes an object of a class which has no constructor of its own."""
        if not isinstance(cls, ClassRef) or class_function(self.resolver, cls, "__init__") is not None:
            return None
        method = class_function(self.resolver, cls, "__post_init__")
        return None if method is None else method.key

    def in_rounds(self, site: Site) -> Iterator[Site]:
        """A call of a loop's elements, `value = stage(value)`, in each of its rounds; any other as it is.

        So is one of what a call makes of an element: `load(path)(handler, **options)`.
        """
        node = site.module.nodes[site.node.callee]
        carried: Iterable[Frames] | None = None
        if isinstance(node, v.Element):
            carried = carried_rounds(self.resolver, site.module, site.node.args, site.frames)
        elif isinstance(node, v.Call):
            carried = rounds(self.resolver, site.module, site.node.callee, site.frames)
        yield from (site,) if carried is None else (replace(site, frames=frames) for frames in carried)

    def through(self, site: Site, callee: Resolved, level: int = 0) -> Iterator[tuple[Site, Resolved]]:
        """The calls that a method of a task makes: `task.delay(…)` calls what its constructor was given.

        So does a function that an object gives out in place of another one's method.
        """
        if not isinstance(callee, FunctionRef) or level == MOST_METHODS:
            return
        of_task = isinstance(callee.bound, Instance) and (level or site.word in v.DEFERRING)
        stands_in = isinstance(site.module.nodes[site.node.callee], v.Attr) and callee.facts.parent >= 0
        if not of_task and not stands_in:
            return
        frames = self.enter(site, callee)
        for fact in callee.module.calls_in.get(callee.index, ()):
            inner = Site(callee.module, fact, frames)
            for one in map(self._as_function, self.callees(inner)):
                if isinstance(one, FunctionRef):
                    yield inner, one
                    yield from self.through(inner, one, level + 1)

    def _as_function(self, callee: Resolved) -> Resolved:
        """The method by which an object is called; anything else itself."""
        called = (
            class_function(self.resolver, callee.cls, "__call__") if isinstance(callee, Instance) else None
        )
        return callee if called is None else replace(called, bound=callee)

    def open(self, keys: Iterable[FunctionKey], frames: Frames) -> Frames:
        """Frames for functions nobody in the project calls: defaults hold, the rest is unknown."""
        opened = dict(frames)
        for key in keys:
            module = self.project.facts(key[0]) if key[1] != MODULE else None  # nobody calls a module
            if module is None or (key in opened and not self._is_only_self(module, key[1], opened[key])):
                continue
            if key[1] < 0:
                opened[key] = self._opened_fields(module, module.classes[generated_key(key[1])])
                continue
            itself = dict(opened.get(key, ())) or self._opened_self(module, key[1], frames)
            opened[key] = itself | {
                parameter.name: self._default(module, key[1], parameter)
                or given_by_option(self.resolver, module, key[1], parameter.name)
                or told_by_python(self.resolver, module, v.Param(key[1], parameter.name))
                or self._unknown(module, module.functions[key[1]], parameter)
                for parameter in module.functions[key[1]].parameters
                if not self._is_self(module, key[1], parameter)
                if parameter.kind[:1] != "*" or module.functions[key[1]].parent < 0  # a wrapper passes on
            }
        return opened

    def called_by(self, module: ModuleFacts, call: v.Call, frames: Frames = NO_FRAMES) -> Alternatives:
        """What a call may call; of what a parameter gives, also by the class this is said to be of."""
        found = super().called_by(module, call, frames)
        if found and all(isinstance(one, Opaque) for one in found):
            found = self._of_own_class(module, call, frames) or found
        if not found or not all(isinstance(one, Opaque) and one.needs for one in found):
            return found
        said = self._said(needs_of(found), frames)
        told = super().called_by(module, call, {**frames, **said}) if said else ()
        methods = tuple(one for one in told if isinstance(one, FunctionRef))
        return methods if methods and len(methods) == len(told) else (*methods, *found)

    def _of_own_class(self, module: ModuleFacts, call: v.Call, frames: Frames) -> Alternatives:
        """A method that a method's own object has whatever was done to it, of which too much may be."""
        callee = module.nodes[call.callee]
        itself = module.root(callee.base) if isinstance(callee, v.Attr) else None
        if not isinstance(callee, v.Attr) or not isinstance(itself, v.Param):
            return ()
        if not module.functions[itself.function].takes_itself_as(itself.name):
            return ()
        objects = self.value(module, module.root_of(callee.base), frames)
        found = [each for one in objects for each in attribute(self.resolver, one, callee.name)]
        methods = tuple(one for one in found if isinstance(one, FunctionRef) and one.facts.owner >= 0)
        return methods if len(methods) == len(found) else ()

    def _said(self, needs: Iterable[tuple[str, int, str]], frames: Frames) -> Frames:
        """The parameters among some of which it is said what class they are of, as objects of it."""
        found: dict[FunctionKey, Mapping[str, Alternatives]] = {}
        for path, index, name in sorted(needs):
            module, key = self.project.facts(path), (path, index)
            given = self._said_parameter(module, index, name) if module is not None else ()
            if any(isinstance(one, Instance) for one in given):
                found[key] = {**frames.get(key, {}), **found.get(key, {}), name: given}
        return found

    def _said_parameter(self, module: ModuleFacts, index: int, name: str) -> Alternatives:
        if index < 0:
            return self._of_annotation(module, said_of(module.classes[generated_key(index)], name), ())
        function = module.functions[index]
        parameter = next((one for one in function.parameters if one.name == name), None)
        if parameter is None or parameter.annotation == v.NOTHING:
            return ()
        return self._unknown(module, function, parameter)

    def _opened_fields(self, module: ModuleFacts, cls: ClassFacts) -> dict[str, Alternatives]:
        """What a generated constructor is given if nobody is seen to call it."""
        return {
            name: self.value(module, cls.attributes[name])
            if name in cls.attributes
            else self._of_annotation(module, said_of(cls, name), opaque())
            for name in cls.fields
        }

    def _unknown(self, module: ModuleFacts, function: FunctionFacts, parameter: Parameter) -> Alternatives:
        """What nobody is seen to give; who decorates a function may call it with anything."""
        unknown = unknown_given(parameter, Place(module.path, function.at))
        found = self._of_annotation(module, parameter.annotation, unknown)
        return (
            found
            if all(_gives_what_is_said(module, one) for one in function.decorators)
            else one_of(found, unknown)
        )

    def _of_annotation(self, module: ModuleFacts, annotation: v.Value, unknown: Alternatives) -> Alternatives:
        said = self.value(module, annotation) if annotation != v.NOTHING else ()
        return objects_said(self.resolver, said, unknown) if said else unknown

    def _is_only_self(self, module: ModuleFacts, index: int, known: Mapping[str, Alternatives]) -> bool:
        """Of a method, nothing is known but its own object."""
        function = module.functions[index] if index >= 0 else None
        own = function.parameters[:1] if function is not None and function.owner >= 0 else ()
        return bool(own) and [*known] == [one.name for one in own]

    def _opened_self(self, module: ModuleFacts, index: int, frames: Frames) -> dict[str, Alternatives]:
        """A method's own object when nobody is seen to call the method: any object of its class."""
        implied = implied_self(self.resolver, module, index, frames)
        function = module.functions[index]
        if not isinstance(implied, Instance) or not function.parameters:
            return {}
        return {function.parameters[0].name: (replace(implied, implied=None),)}

    def _default(self, module: ModuleFacts, index: int, parameter: Parameter) -> Alternatives:
        known = self.value(module, parameter.default)
        if known and all(isinstance(one, External) and one.path in _PROVIDED for one in known):
            said = self.value(module, parameter.annotation) if parameter.annotation != v.NOTHING else ()
            classes = [one for one in said if isinstance(one, ClassRef)]
            return one_of(*(self.resolver.call(one, Arguments()) for one in classes)) or known
        return known and default_of(self.resolver, FunctionRef(module, index, NO_FRAMES), parameter)

    def _is_self(self, module: ModuleFacts, index: int, parameter: object) -> bool:
        function = module.functions[index]
        return function.owner >= 0 and parameter is function.parameters[0]


def _gives_what_is_said(module: ModuleFacts, decorator: v.Value) -> bool:
    """What decorates a function has it called as it is, or with objects of the classes that are annotated."""
    return keeps_the_form(module, decorator) or "inject" in getattr(module.nodes[decorator], "name", "")
