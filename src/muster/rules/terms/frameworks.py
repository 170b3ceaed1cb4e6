"""Identifiers that a security baseline may cite: CISA's performance goals and NIST's framework.

Identifiers are the publishers' (CISA Cross-Sector Cybersecurity Performance Goals 2.0; NIST
Cybersecurity Framework 2.0, 2024); what each is about is said here in a few words of our own. A
reference that begins with `CPG` or `CSF` must be one of these; any other is the network's own.
"""

from __future__ import annotations

from collections.abc import Mapping

FRAMEWORKS = ("CPG", "CSF")

IDENTIFIERS: Mapping[str, str] = {
    # CISA Cross-Sector Cybersecurity Performance Goals 2.0
    "CPG 1.A": "Somebody is named as responsible for security",
    "CPG 1.B": "Leaders look at security regularly",
    "CPG 1.C": "Plans for incidents are kept current",
    "CPG 1.D": "Suppliers must tell of incidents and weaknesses",
    "CPG 1.E": "The risk of managed service providers is under control",
    "CPG 2.A": "What the organization owns is known",
    "CPG 2.B": "Known weaknesses are mended",
    "CPG 2.C": "Somebody independent checks the safeguards",
    "CPG 2.D": "Outsiders can report weaknesses",
    "CPG 2.E": "The network is drawn and the drawing kept",
    "CPG 3.A": "Default passwords are changed",
    "CPG 3.B": "Passwords have a least strength",
    "CPG 3.C": "Nobody shares an account",
    "CPG 3.D": "Who leaves loses access at once",
    "CPG 3.E": "Failed sign-ins are noticed",
    "CPG 3.F": "Sign-in takes a second factor",
    "CPG 3.G": "Administrators have a separate account for it",
    "CPG 3.H": "Everybody has only the rights that the work needs",
    "CPG 3.I": "The network is divided",
    "CPG 3.J": "People are trained",
    "CPG 3.K": "Encryption is strong and current",
    "CPG 3.L": "Mail is protected against forgery",
    "CPG 3.M": "Autorun and macros are off unless needed",
    "CPG 3.N": "Changes follow a process",
    "CPG 3.O": "Backups exist and restoring was tried",
    "CPG 3.P": "Hardware and software are approved before use",
    "CPG 3.Q": "Logs are collected and kept",
    "CPG 3.R": "Unknown devices cannot connect",
    "CPG 3.S": "What faces the internet is secured",
    "CPG 4.A": "Malicious code is detected",
    "CPG 4.B": "Harmful events are recognized",
    "CPG 5.A": "Who talks to whom in an incident is settled",
    "CPG 5.B": "How an incident is reported is settled",
    "CPG 6.A": "Recovery is planned and prepared",
    # NIST Cybersecurity Framework 2.0, categories
    "CSF GV.OC": "The organization's mission and duties are understood",
    "CSF GV.RM": "How much risk is acceptable is decided",
    "CSF GV.RR": "Roles and authority are assigned",
    "CSF GV.PO": "There is a policy and it is applied",
    "CSF GV.OV": "Results are looked at and acted on",
    "CSF GV.SC": "Risk from suppliers is managed",
    "CSF ID.AM": "Assets are known and managed",
    "CSF ID.RA": "Risk is assessed",
    "CSF ID.IM": "Improvements are found and made",
    "CSF PR.AA": "Identity and access are controlled",
    "CSF PR.AT": "People are aware and trained",
    "CSF PR.DS": "Data are protected",
    "CSF PR.PS": "Hardware, software and services are looked after",
    "CSF PR.IR": "Infrastructure withstands failures",
    "CSF DE.CM": "Assets are watched for anomalies",
    "CSF DE.AE": "Events are analyzed",
    "CSF RS.MA": "Incidents are managed",
    "CSF RS.AN": "Incidents are investigated",
    "CSF RS.CO": "Response is reported and communicated",
    "CSF RS.MI": "Incidents are contained",
    "CSF RC.RP": "Recovery is carried out by plan",
    "CSF RC.CO": "Recovery is communicated",
}


def unknown_references(references: tuple[str, ...]) -> list[str]:
    """Those that claim to be of a framework here and are not."""
    return [
        each
        for each in references
        if each.partition(" ")[0] in FRAMEWORKS and each not in IDENTIFIERS
    ]
