"""Models that use other models, by a name or without one."""

import pytest

from engine.dmn import decide, read_model

DMN = 'xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"'
KIND = 'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"'
BASE = f"""<definitions {DMN} name="base" namespace="urn:base">
  <itemDefinition name="tPerson">
    <itemComponent name="name"><typeRef>string</typeRef></itemComponent></itemDefinition>
  <inputData id="p" name="person"><variable name="person" typeRef="tPerson"/></inputData>
  <businessKnowledgeModel id="hello" name="Say Hello"><variable name="Say Hello"/>
    <encapsulatedLogic><formalParameter name="person" typeRef="tPerson"/>
      <literalExpression><text>"Hello " + person.name</text></literalExpression></encapsulatedLogic>
  </businessKnowledgeModel>
  <decision id="greet" name="greeting"><variable name="greeting" typeRef="string"/>
    <informationRequirement><requiredInput href="#p"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#hello"/></knowledgeRequirement>
    <literalExpression><text>Say Hello(person)</text></literalExpression></decision>
</definitions>"""


def user(alias: str, text: str) -> str:
    kind = f"{alias}.tPerson" if alias else "tPerson"
    return f"""<definitions {DMN} name="user" namespace="urn:user">
  <import {KIND} namespace="urn:base" name="{alias}"/>
  <inputData id="q" name="guest"><variable name="guest" typeRef="{kind}"/></inputData>
  <decision id="d" name="d"><variable name="d" typeRef="string"/>
    <informationRequirement><requiredInput href="#q"/></informationRequirement>
    <informationRequirement><requiredDecision href="urn:base#greet"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="urn:base#hello"/></knowledgeRequirement>
    <literalExpression><text>{text}</text></literalExpression></decision>
</definitions>"""


@pytest.mark.parametrize(
    ("alias", "text", "inputs"),
    [
        ("b", "b.Say Hello(guest)", {"guest": {"name": "Li"}}),
        ("b", "b.greeting", {"b": {"person": {"name": "Li"}}}),
        ("b", "b.greeting", {"person": {"name": "Li"}}),
        ("base-1", "base-1.greeting", {"base-1": {"person": {"name": "Li"}}}),
        ("", "Say Hello(guest)", {"guest": {"name": "Li"}}),
        ("", "greeting", {"person": {"name": "Li"}}),
    ],
)
def test_what_is_imported_is_found(alias: str, text: str, inputs: dict[str, object]) -> None:
    base = read_model(BASE.encode())
    model = read_model(user(alias, text).encode(), {"urn:base": base})

    assert decide(model, "d", inputs).value == "Hello Li"


def test_an_import_that_is_not_given_is_listed() -> None:
    assert read_model(user("b", "1").encode()).missing == ("urn:base",)


def test_a_knowledge_model_answers_to_arguments() -> None:
    outcome = decide(read_model(BASE.encode()), "Say Hello", {"person": {"name": "Li"}})

    assert outcome.value == "Hello Li"
