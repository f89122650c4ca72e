"""Who gets what at which door: the one table.

A row is a route, the state of the study (or whose pool) that its address names, a method, and the
answer for each person. A route without a row for a method refuses that method: 405. Anonymous
people are sent to sign in (302) whatever they ask; scripts are told so (403). 404 hides what is
not one's own.
"""

from typing import NamedTuple

PEOPLE = ["anonymous", "anna", "bela", "sigrid", "clara", "rasmus", "aurel", "olof", "ulla"]

# anna, clara, rasmus and aurel are at Heidelberg, bela and sigrid at Göttingen, olof and ulla at
# Uppsala. anna and bela read, sigrid coordinates her site, clara the joint studies, rasmus is a
# researcher, aurel the auditor, olof all but a researcher, ulla a researcher.
TABLE = """
                                                   HD   GOE        HD               UPP
route                  of              method anon anna bela sigr clar rasm aure olof ulla
home                   -                GET   302  302  302  200  200  200  200  200  200
livez                  -                GET   200  200  200  200  200  200  200  200  200
readyz                 -                GET   200  200  200  200  200  200  200  200  200

accounts:login         -                GET   200  302  302  302  302  302  302  302  302
accounts:login         -                POST  200  302  302  302  302  302  302  302  302
accounts:logout        -                POST  302  302  302  302  302  302  302  302  302
accounts:password      -                GET   302  200  200  200  200  200  200  200  200
accounts:password      -                POST  302  422  422  422  422  422  422  422  422
accounts:language      -                POST  400  400  400  400  400  400  400  400  400
accounts:people        -                GET   302  404  404  404  200  404  404  200  404
accounts:invite        -                GET   302  404  404  404  200  404  404  200  404
accounts:invite        -                POST  302  404  404  404  422  404  404  422  404
accounts:site          -                GET   302  404  404  200  200  404  404  200  404
accounts:site          -                POST  302  404  404  302  302  404  404  302  404
accounts:accept        invited          GET   200  200  200  200  200  200  200  200  200
accounts:accept        invited          POST  422  422  422  422  422  422  422  422  422
accounts:accept        unknown          GET   404  404  404  404  404  404  404  404  404
accounts:accept        unknown          POST  404  404  404  404  404  404  404  404  404

oversight:trail        -                GET   302  404  404  404  404  404  200  200  404
oversight:chain        -                GET   302  404  404  404  404  404  200  200  404

pool:list              -                GET   302  404  404  404  200  200  404  200  200
pool:upload            -                GET   302  404  404  404  404  200  404  404  200
pool:upload            -                POST  302  404  404  404  404  422  404  404  422
pool:source            joint            GET   302  404  404  404  404  200  404  404  404
pool:source            joint            POST  302  404  404  404  404  302  404  404  404
pool:record            joint            GET   302  404  404  404  404  200  404  404  404
pool:record_picture    joint            GET   302  404  404  404  404  200  404  404  404
pool:bar               joint            POST  302  404  404  404  404  302  404  404  404
pool:add_evaluation    joint            POST  302  404  404  404  404  302  404  404  404
pool:evaluation        joint            GET   302  404  404  404  404  200  404  404  404
pool:run               joint            GET   302  404  404  404  404  200  404  404  404
pool:source            other            GET   302  404  404  404  404  404  404  404  404
pool:source            other            POST  302  404  404  404  404  404  404  404  404
pool:record            other            GET   302  404  404  404  404  404  404  404  404
pool:record_picture    other            GET   302  404  404  404  404  404  404  404  404
pool:bar               other            POST  302  404  404  404  404  404  404  404  404
pool:add_evaluation    other            POST  302  404  404  404  404  404  404  404  404
pool:evaluation        other            GET   302  404  404  404  404  404  404  404  404
pool:run               other            GET   302  404  404  404  404  404  404  404  404

studies:list           -                GET   302  404  404  200  200  200  200  200  200
studies:new            -                GET   302  404  404  404  200  404  404  200  404
studies:new            -                POST  302  404  404  404  422  404  404  422  404
studies:study          draft,open       GET   302  404  404  200  200  200  200  404  404
studies:study          locked,unblinded GET   302  404  404  200  200  200  200  404  404
studies:study          other            GET   302  404  404  200  404  404  404  404  404
studies:progress       draft,open       GET   302  404  404  200  200  404  404  404  404
studies:progress       locked,unblinded GET   302  404  404  200  200  404  404  404  404
studies:progress       other            GET   302  404  404  200  404  404  404  404  404
studies:protocol       draft            GET   302  404  404  404  404  404  404  404  404
studies:protocol       open,unblinded   GET   302  404  404  404  200  200  404  404  404
studies:protocol       other            GET   302  404  404  404  404  404  404  404  404
studies:protocol_json  draft            GET   302  404  404  404  404  404  404  404  404
studies:protocol_json  open,unblinded   GET   302  404  404  404  200  200  404  404  404
studies:protocol_json  other            GET   302  404  404  404  404  404  404  404  404
studies:plan_json      draft,open       GET   302  404  404  404  404  404  404  404  404
studies:plan_json      locked,other     GET   302  404  404  404  404  404  404  404  404
studies:plan_json      unblinded        GET   302  404  404  404  200  200  404  404  404
studies:questionnaire  draft,open       GET   302  404  404  200  200  200  200  404  404
studies:questionnaire  other            GET   302  404  404  200  404  404  404  404  404
studies:questionnaire_json draft,open   GET   302  404  404  200  200  200  200  404  404
studies:questionnaire_json other        GET   302  404  404  200  404  404  404  404  404

studies:edit           draft            GET   302  404  404  404  200  404  404  404  404
studies:edit           draft            POST  302  404  404  404  422  404  404  404  404
studies:edit           open             GET   302  404  404  404  302  404  404  404  404
studies:edit           other            GET   302  404  404  404  404  404  404  404  404
studies:edit           other            POST  302  404  404  404  404  404  404  404  404
studies:sources        draft,open       POST  302  404  404  404  302  404  404  404  404
studies:sources        other            POST  302  404  404  404  404  404  404  404  404
studies:cells          draft,open       POST  302  404  404  404  302  404  404  404  404
studies:cells          other            POST  302  404  404  404  404  404  404  404  404
studies:viewing        draft            POST  302  404  404  404  422  404  404  404  404
studies:viewing        open             POST  302  404  404  404  302  404  404  404  404
studies:viewing        other            POST  302  404  404  404  404  404  404  404  404
studies:enrol          draft            POST  302  404  404  404  422  404  404  404  404
studies:enrol          other            POST  302  404  404  404  404  404  404  404  404
studies:withdraw       draft            POST  302  404  404  404  302  404  404  404  404
studies:withdraw       other            POST  302  404  404  404  404  404  404  404  404
studies:upload_questionnaire draft      POST  302  404  404  404  422  404  404  404  404
studies:upload_questionnaire other      POST  302  404  404  404  404  404  404  404  404
studies:reset_questionnaire draft       POST  302  404  404  404  302  404  404  404  404
studies:reset_questionnaire other       POST  302  404  404  404  404  404  404  404  404

studies:leaks          draft,open       GET   302  404  404  404  200  404  404  404  404
studies:leaks          draft            POST  302  404  404  404  302  404  404  404  404
studies:leaks          other            GET   302  404  404  404  404  404  404  404  404
studies:leaks          other            POST  302  404  404  404  404  404  404  404  404
studies:waive_leaks    draft            POST  302  404  404  404  422  404  404  404  404
studies:waive_leaks    open,other       POST  302  404  404  404  404  404  404  404  404
studies:open           draft            GET   302  404  404  404  200  404  404  404  404
studies:open           draft            POST  302  404  404  404  422  404  404  404  404
studies:open           other            GET   302  404  404  404  404  404  404  404  404
studies:open           other            POST  302  404  404  404  404  404  404  404  404
studies:lock           open             GET   302  404  404  404  200  404  404  404  404
studies:lock           open             POST  302  404  404  404  302  404  404  404  404
studies:lock           other            GET   302  404  404  404  404  404  404  404  404
studies:lock           other            POST  302  404  404  404  404  404  404  404  404
studies:ask_unblinding locked           GET   302  404  404  404  200  404  404  404  404
studies:ask_unblinding locked           POST  302  404  404  404  422  404  404  404  404
studies:ask_unblinding other            GET   302  404  404  404  404  404  404  404  404
studies:ask_unblinding other            POST  302  404  404  404  404  404  404  404  404
studies:approve_unblinding locked       GET   302  404  404  404  200  200  200  404  404
studies:approve_unblinding locked       POST  302  404  404  404  422  302  302  404  404
studies:approve_unblinding other        GET   302  404  404  404  404  404  404  404  404
studies:approve_unblinding other        POST  302  404  404  404  404  404  404  404  404

readings:list          -                GET   302  200  200  200  200  200  200  200  200
readings:start         open             GET   302  302  302  404  404  404  404  404  404
readings:start         open             POST  302  302  302  404  404  404  404  404  404
readings:start         other            GET   302  404  302  404  404  404  404  404  404
readings:start         other            POST  302  404  302  404  404  404  404  404  404
readings:case          open,locked      GET   302  200  200  404  404  404  404  404  404
readings:case          draft            GET   302  200  200  404  404  404  404  404  404
readings:case          unblinded        GET   302  200  200  404  404  404  404  404  404
readings:case          open,locked      POST  302  400  400  404  404  404  404  404  404
readings:case          other            GET   302  404  200  404  404  404  404  404  404
readings:case          other            POST  302  404  400  404  404  404  404  404  404
readings:draft         open             POST  302  400  400  404  404  404  404  404  404
readings:draft         other            POST  302  404  400  404  404  404  404  404  404
readings:picture       open             GET   302  200  404  404  404  404  404  404  404
readings:picture       locked           GET   302  404  404  404  404  404  404  404  404
readings:picture       other            GET   302  404  200  404  404  404  404  404  404

results:study          draft,open       GET   302  404  404  200  200  200  404  404  404
results:study          locked,unblinded GET   302  404  404  200  200  200  404  404  404
results:study          other            GET   302  404  404  200  404  404  404  404  404
results:analyse        open,unblinded   POST  302  404  404  302  302  302  404  404  404
results:analyse        other            POST  302  404  404  302  404  404  404  404  404
results:analysing      open,unblinded   GET   302  404  404  302  302  302  404  404  404
results:analysing      other            GET   302  404  404  302  404  404  404  404  404
results:figure         draft,open       GET   302  404  404  403  403  403  404  404  404
results:figure         locked           GET   302  404  404  403  403  403  404  404  404
results:figure         unblinded        GET   302  404  404  200  200  200  404  404  404
results:figure         other            GET   302  404  404  403  404  404  404  404  404
results:archive        open,locked      GET   302  404  404  403  403  403  404  404  404
results:archive        unblinded        GET   302  404  404  200  200  200  404  404  404
results:archive        other            GET   302  404  404  403  404  404  404  404  404
results:blind          draft            GET   302  404  404  404  404  404  404  404  404
results:blind          open,unblinded   GET   302  404  404  200  200  404  404  404  404
results:blind          other            GET   302  404  404  200  404  404  404  404  404
results:readings       open,locked      GET   302  404  404  403  403  403  404  404  404
results:readings       unblinded        GET   302  404  404  200  200  200  404  404  404
results:readings       other            GET   302  404  404  403  404  404  404  404  404
results:scores         open,locked      GET   302  404  404  403  403  403  404  404  404
results:scores         unblinded        GET   302  404  404  200  200  200  404  404  404
results:scores         other            GET   302  404  404  403  404  404  404  404  404
results:analysis       open,locked      GET   302  404  404  403  403  403  404  404  404
results:analysis       unblinded        GET   302  404  404  200  200  200  404  404  404
results:analysis       other            GET   302  404  404  403  404  404  404  404  404
results:codebook       open,unblinded   GET   302  404  404  200  200  200  404  404  404
results:codebook       other            GET   302  404  404  200  404  404  404  404  404
results:api_analysis   open,locked      GET   403  404  404  403  403  403  404  404  404
results:api_analysis   unblinded        GET   403  404  404  200  200  200  404  404  404
results:api_analysis   other            GET   403  404  404  403  404  404  404  404  404
results:api_progress   open,unblinded   GET   403  404  404  200  200  404  404  404  404
results:api_progress   other            GET   403  404  404  200  404  404  404  404  404
"""


class Rule(NamedTuple):
    """What each person gets at one door."""

    route: str
    of: str
    method: str
    statuses: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.route} of {self.of}"


def _read_table() -> list[Rule]:
    rules = []
    for line in TABLE.strip().splitlines()[2:]:
        if line.strip():
            route, places, method, *statuses = line.split()
            answers = dict(zip(PEOPLE, map(int, statuses), strict=True))
            rules += [Rule(route, of, method, answers) for of in places.split(",")]
    return rules


RULES = _read_table()
