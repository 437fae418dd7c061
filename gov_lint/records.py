"""Dataclasses that are quick to start with.

Importing ``dataclasses`` costs five milliseconds, for it brings ``inspect`` and all that hangs on it, and each class another half.  A type checker
sees the real ones; so do ``dataclasses.fields`` and ``dataclasses.replace``, for they find the real fields here when they ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    class _Field:
        """A field with a value of its own for each instance."""

        def __init__(self, factory):
            self.factory = factory

    class _Fields:
        """The fields as ``dataclasses`` keeps them, made when something asks."""

        def __get__(self, instance, owner):
            from dataclasses import make_dataclass

            made = make_dataclass(owner.__name__, [(name, object) for name in owner._names])
            return made.__dataclass_fields__

    def field(*, default_factory, repr=True):
        """A field whose value is made anew for each instance."""
        return _Field(default_factory)

    def dataclass(*, frozen, eq=True):
        """Makes a frozen dataclass of a class with annotations; compared by its fields, or with ``eq=False`` by identity."""
        assert frozen

        def make(cls):
            cls._names = tuple(cls.__annotations__)
            given = {name: cls.__dict__[name] for name in cls._names if name in cls.__dict__}
            cls._defaults = {name: value for name, value in given.items() if not isinstance(value, _Field)}
            cls._factories = {name: value.factory for name, value in given.items() if isinstance(value, _Field)}
            for name in cls._factories:
                delattr(cls, name)
            cls.__dataclass_fields__ = _Fields()
            cls.__init__, cls.__repr__ = _init, _repr
            cls.__setattr__, cls.__delattr__ = _frozen, _frozen
            if eq:
                cls.__eq__, cls.__hash__ = _equal, _hash
            return cls

        return make

    def replace(record, **changes):
        """A record with other values in some of its fields."""
        values = record.__dict__
        return type(record)(**{name: values[name] for name in record._names if name not in changes}, **changes)

    def _init(self, *values, **named):
        names = self._names
        given = dict(zip(names, values, strict=False))
        if len(values) > len(names) or named.keys() & given.keys() or named.keys() - set(names):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}, each once")
        given |= named
        for name in names:
            if name in given:
                continue
            if name in self._factories:
                given[name] = self._factories[name]()
            elif name in self._defaults:
                given[name] = self._defaults[name]
            else:
                raise TypeError(f"{type(self).__name__} needs {name!r}")
        self.__dict__.update(given)

    def _values(self):
        return tuple(self.__dict__[name] for name in self._names)

    def _repr(self):
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._names)
        return f"{type(self).__qualname__}({shown})"

    def _equal(self, other):
        return _values(self) == _values(other) if type(other) is type(self) else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _frozen(self, name: str, *value: Any):
        raise AttributeError(f"{type(self).__name__} is frozen: {name!r} cannot be changed")


__all__ = ["dataclass", "field", "replace"]
