"""What the formats of other tools demand, in short: JSON Schemas and XML Schemas made from their published descriptions."""

from __future__ import annotations

from typing import Any

_NUMBER = {"type": "integer", "minimum": 1}
_WORDS = {"type": "string", "minLength": 1}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these members and no others."""
    members = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": members, "additionalProperties": False}


GITLAB = {
    "type": "array",
    "items": _object(
        {
            "description": _WORDS,
            "check_name": _WORDS,
            "fingerprint": _WORDS,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object({"path": _WORDS, "lines": _object({"begin": _NUMBER}, {"end": _NUMBER})}),
            "type": {"const": "issue"},
            "categories": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "enum": [
                        "Bug Risk",
                        "Clarity",
                        "Compatibility",
                        "Complexity",
                        "Duplication",
                        "Performance",
                        "Security",
                        "Style",
                    ]
                },
            },
        }
    ),
}
"""GitLab's Code Quality report: an array of Code Climate issues."""

_POSITION = _object({"line": _NUMBER}, {"column": _NUMBER})
_RANGE = _object({"start": _POSITION}, {"end": _POSITION})
_LOCATION = _object({"path": _WORDS}, {"range": _RANGE})
_SEVERITY = {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]}
_SOURCE = _object({"name": _WORDS}, {"url": {"type": "string", "format": "uri"}})
RDJSON = _object(
    {
        "diagnostics": {
            "type": "array",
            "items": _object(
                {"message": _WORDS, "location": _LOCATION},
                {
                    "severity": _SEVERITY,
                    "source": _SOURCE,
                    "code": _object({"value": _WORDS}, {"url": _WORDS}),
                    "suggestions": {"type": "array", "items": _object({"range": _RANGE, "text": {"type": "string"}})},
                    "original_output": {"type": "string"},
                    "related_locations": {
                        "type": "array",
                        "items": _object({"location": _LOCATION}, {"message": {"type": "string"}}),
                    },
                },
            ),
        }
    },
    {"source": _SOURCE, "severity": _SEVERITY},
)
"""reviewdog's DiagnosticResult as JSON."""

_XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">{}</xs:schema>'

JUNIT = _XSD.format(
    """
  <xs:complexType name="outcome" mixed="true">
    <xs:attribute name="message" type="xs:string"/>
    <xs:attribute name="type" type="xs:string"/>
  </xs:complexType>
  <xs:attributeGroup name="counts">
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
    <xs:attribute name="time" type="xs:decimal"/>
  </xs:attributeGroup>
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:choice minOccurs="0">
        <xs:element name="skipped" type="outcome"/>
        <xs:element name="failure" type="outcome"/>
        <xs:element name="error" type="outcome"/>
      </xs:choice>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="classname" type="xs:string" use="required"/>
      <xs:attribute name="time" type="xs:decimal"/>
      <xs:attribute name="file" type="xs:string"/>
      <xs:attribute name="line" type="xs:positiveInteger"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
"""
)
"""The JUnit XML that CI servers read, with the place of a case as pytest writes it."""

CHECKSTYLE = _XSD.format(
    """
  <xs:element name="checkstyle"><xs:complexType>
    <xs:sequence><xs:element name="file" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:sequence><xs:element name="error" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
        <xs:attribute name="line" type="xs:positiveInteger" use="required"/>
        <xs:attribute name="column" type="xs:positiveInteger"/>
        <xs:attribute name="severity" use="required"><xs:simpleType><xs:restriction base="xs:string">
          <xs:enumeration value="ignore"/><xs:enumeration value="info"/>
          <xs:enumeration value="warning"/><xs:enumeration value="error"/>
        </xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="message" type="xs:string" use="required"/>
        <xs:attribute name="source" type="xs:string"/>
      </xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="version" type="xs:string"/>
  </xs:complexType></xs:element>
"""
)
"""The report of Checkstyle."""
