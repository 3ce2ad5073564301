"""A document against a schema of docs/reference/openapi.json: the keywords that file uses, and no others, so that none is silently ignored."""
import re

NOTES = {"description", "examples", "title", "summary"}


def wrong_type(value, name):
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    if name == "integer":
        return not isinstance(value, int) or isinstance(value, bool)
    return not isinstance(value, kinds[name])


class Schemas:
    def __init__(self, document):
        self.document = document

    def at(self, reference):
        found = self.document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def problems(self, value, schema, where="$"):
        """Everything that is wrong with `value`, as sentences; empty when it is right."""
        if "$ref" in schema:
            return self.problems(value, self.at(schema["$ref"]), where)
        out = []
        for keyword, rule in schema.items():
            out += self.keyword(value, schema, keyword, rule, where)
        return out

    def keyword(self, value, schema, keyword, rule, where):
        if keyword in NOTES:
            return []
        if keyword == "type":
            names = rule if isinstance(rule, list) else [rule]
            return [f"{where}: {value!r} is no {names}"] if all(wrong_type(value, name) for name in names) else []
        if keyword == "enum":
            return [] if value in rule else [f"{where}: {value!r} is none of {rule}"]
        if keyword == "oneOf":
            tried = [self.problems(value, each, where) for each in rule]
            return [] if sum(not each for each in tried) == 1 else [f"{where}: not exactly one of: {tried}"]
        if keyword == "pattern":
            return [f"{where}: {value!r} does not match {rule}"] if isinstance(value, str) and not re.search(rule, value) else []
        if keyword in ("minimum", "maximum"):
            number = isinstance(value, int) and not isinstance(value, bool)
            below = number and (value < rule if keyword == "minimum" else value > rule)
            return [f"{where}: {value} is out of range"] if below else []
        if keyword == "items":
            return [p for i, each in enumerate(value) for p in self.problems(each, rule, f"{where}[{i}]")] if isinstance(value, list) else []
        if keyword == "required":
            return [f"{where}: {name} is missing" for name in rule if name not in value] if isinstance(value, dict) else []
        if keyword == "properties":
            return [p for name in rule if name in value for p in self.problems(value[name], rule[name], f"{where}.{name}")] if isinstance(value, dict) else []
        if keyword == "additionalProperties":
            return self.additional(value, schema, rule, where) if isinstance(value, dict) else []
        raise AssertionError(f"{where}: the schema keyword {keyword} is not known here")

    def additional(self, value, schema, rule, where):
        more = [name for name in value if name not in schema.get("properties", {})]
        if rule is False:
            return [f"{where}: {name} is not documented" for name in more]
        return [] if rule is True else [p for name in more for p in self.problems(value[name], rule, f"{where}.{name}")]
