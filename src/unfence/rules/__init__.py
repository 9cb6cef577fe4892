"""Rules that divide money between neighbours, as data: tax sharing and ecological compensation.

A rules file says what was agreed, a table of facts what happened; together they give a statement: who pays whom how
much, why, and on what basis. All money is whole fen; nothing is lost in rounding, nothing that was stated is changed.
The package knows no park and no optimum. The form of both files, with an example for each kind of rule, is in
``docs/rules.md``.

>>> from unfence.rules import facts_text, rules_of, statement
>>> rules = rules_of('''
... parties = {xinhuang = "Xinhuang", yuping = "Yuping"}
... [[rule]]
... id = "park"
... kind = "ratio"
... from = 2026
... shares = {xinhuang = 6, yuping = 4}
... ''')
>>> facts = facts_text('''party,year,item,value
... xinhuang,2026,tax,1000
... yuping,2026,tax,0
... ''')
>>> [(line.payer, line.payee, line.fen, line.reason.say("en")) for line in statement(rules, facts).lines]
[('xinhuang', 'yuping', 40000, 'shared 3:2 of 1,000 collected')]
"""

from unfence.rules.facts import Fact, Facts
from unfence.rules.fen import split
from unfence.rules.kinds import KINDS
from unfence.rules.line import Line, Remark
from unfence.rules.outcome import Reason
from unfence.rules.read import Rule, Rules, read_rules, rules_of
from unfence.rules.settlement import settle, statement
from unfence.rules.statement import Statement
from unfence.rules.tables import facts_text, read_facts
from unfence.rules.trouble import MissingFactError, RuleError, RulesError

__all__ = [
    "KINDS",
    "Fact",
    "Facts",
    "Line",
    "MissingFactError",
    "Reason",
    "Remark",
    "Rule",
    "RuleError",
    "Rules",
    "RulesError",
    "Statement",
    "facts_text",
    "read_facts",
    "read_rules",
    "rules_of",
    "settle",
    "split",
    "statement",
]
