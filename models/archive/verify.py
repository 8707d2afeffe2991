#!/usr/bin/env python3
"""核验案件归档：只用 Python 标准库，在解压后的目录中执行 python3 verify.py。"""
import hashlib
import html
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
found = []
notes = []


def say(text):
    found.append(text)
    print(text)


def read(name):
    with open(os.path.join(HERE, name), "rb") as f:
        return f.read()


def there(name):
    return os.path.isfile(os.path.join(HERE, name))


def loads(name, otherwise):
    try:
        return json.loads(read(name).decode("utf-8"))
    except (OSError, ValueError):
        say("%s：缺失或者无法识别" % name)
        return otherwise


def manifest():
    if not there("manifest.sha256"):
        say("manifest.sha256：缺失，系被删除")
        return
    listed = {}
    for line in read("manifest.sha256").decode("utf-8", "replace").splitlines():
        listed[line[66:]] = line[:64]
    for name, want in listed.items():
        if not there(name):
            say("%s：缺失，系被删除" % name)
        elif hashlib.sha256(read(name)).hexdigest() != want:
            say("%s：内容与清单所记散列不符，系被改动" % name)
    for folder, _, names in os.walk(HERE):
        for n in names:
            name = os.path.relpath(os.path.join(folder, n), HERE).replace(os.sep, "/")
            if name not in listed and name != "manifest.sha256":
                say("%s：不在清单中，系插入" % name)


def chain():
    """逐条核对留痕，返回各条。"""
    entries, prev = [], "0" * 64
    if not there("trail.jsonl"):
        say("trail.jsonl：缺失，系被删除")
        return entries
    for n, line in enumerate(read("trail.jsonl").decode("utf-8", "replace").splitlines(), 1):
        try:
            e = json.loads(line)
            fields = [e["chain"], str(e["seq"]), str(e["at_micros"]), e["actor"], e["action"], e["body"], e["prev_hash"]]
            digest = hashlib.sha256()
            for f in fields:
                raw = f.encode("utf-8")
                digest.update(b"%d:" % len(raw) + raw)
        except (ValueError, KeyError, AttributeError):
            say("留痕第%d行：无法识别，系被改动" % n)
            continue
        if digest.hexdigest() != e["hash"]:
            say("留痕第%d条：内容与散列不符，系被改动" % e["seq"])
        if e["seq"] != len(entries) + 1 or e["prev_hash"] != prev:
            say("留痕第%d条：与前一条不相衔接，其前有记录被删除、插入或者替换" % e["seq"])
        prev = e["hash"]
        entries.append(e)
    if not entries:
        say("留痕：没有一条记录，系被删除")
    head = loads("head.json", {})
    if head.get("seq") != len(entries) or head.get("hash") != prev:
        say("留痕：链头为第%s条，与末条不符，其后有记录被删除或者插入" % head.get("seq"))
    return entries


def kept(v, into):
    """留痕中所记的证据文件。"""
    if isinstance(v, list):
        for item in v:
            kept(item, into)
    elif isinstance(v, dict):
        if isinstance(v.get("kept"), dict) and v.get("file"):
            into[v["file"]] = v["kept"].get("sha256")
            return
        for item in v.values():
            kept(item, into)


def day(text):
    """2026-03-02T09:00:00+08:00 写作 2026年3月2日。"""
    try:
        year, month, date = text[:10].split("-")
        return "%d年%d月%d日" % (int(year), int(month), int(date))
    except (ValueError, TypeError):
        return ""


def shown(page):
    """页面上的全部文字，不计空白。"""
    body = re.search(r"<body>(.*)</body>", page, re.S)
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", body.group(1) if body else page)))


def squeezed(text):
    return re.sub(r"\s", "", text)


def documents(said, imported):
    issued, served = {}, {}
    for body in said:
        for act in body.get("acts") or []:
            what = act.get("what")
            if not isinstance(what, dict):
                continue
            if act.get("did") == "issued":
                issued[what.get("number")] = what.get("sum")
            if act.get("did") == "served":
                served[what.get("document")] = what.get("at")
    for d in loads("documents.json", []):
        number, name = d["number"], d["file"]
        want = issued.pop(number, None)
        if not there(name):
            say("文书%s：缺失，系被删除" % number)
            continue
        if want is None and not imported:
            say("文书%s：留痕中没有作出的记录，系插入" % number)
        raw = read(name)
        if want and hashlib.sha256(raw).hexdigest() != want:
            say("文书%s：内容与作出时留痕所记散列不符，系被改动" % number)
        if not imported and d.get("served_at") != served.get(number):
            say("文书%s：送达时间与留痕所记不符，系被改动" % number)
        try:
            body = json.loads(raw.decode("utf-8"))
        except ValueError:
            body = {}
        page = name[:-5] + ".html"
        said_there = ("试运行，不具法律效力" if body.get("trial") else "") + body.get("issuer", "") + d["title"] + number
        said_there += body.get("to", "") + ("：" if body.get("to") else "")
        said_there += "".join(body.get("paragraphs") or ["本文书由原有系统带入，原件存卷。"]) + body.get("issuer", "") + day(d["issued_at"])
        if not there(page) or shown(read(page).decode("utf-8", "replace")) != squeezed(said_there):
            say("文书%s：%s 与文书内容不符，系被改动" % (number, page))
    for number in issued:
        say("文书%s：已作出而不在归档中，系被删除" % number)


def evidence(said):
    handed = {}
    for body in said:
        kept(body, handed)
    for f in loads("evidence.json", []):
        want = handed.pop(f["file"], None)
        if want is None:
            say("证据%s：留痕中没有提交的记录，系插入" % f["name"])
        elif want != f["sha256"]:
            say("证据%s：所记散列与提交时不符，系被改动" % f["name"])
        if f.get("wrong"):
            notes.append(f["name"])
            print("注意　证据%s：归档时%s" % (f["name"], f["wrong"]))
        elif not there(f["path"]):
            say("证据%s：缺失，系被删除" % f["name"])
        elif hashlib.sha256(read(f["path"])).hexdigest() != f["sha256"]:
            say("证据%s：内容与提交时的 SHA-256 不符，系被改动" % f["name"])
    for file in handed:
        say("证据文件%s：已提交而不在归档中，系被删除" % file)


def rules(said):
    want = next((b.get("pack_hash") for b in said if b.get("pack_hash")), None)
    if want and not there("rules.yaml"):
        say("rules.yaml：缺失，系被删除")
    elif want and hashlib.sha256(read("rules.yaml")).hexdigest() != want:
        say("rules.yaml：与受理时留痕所记规则包的散列不符，系被改动")


def main():
    manifest()
    entries = chain()
    said = []
    for e in entries:
        try:
            body = json.loads(e["body"])
        except ValueError:
            continue
        if isinstance(body, dict):
            said.append(body)
    documents(said, any(e["action"] == "imported" for e in entries))
    evidence(said)
    rules(said)
    if found:
        print("发现%d处问题。" % len(found))
        return 1
    print("已核对留痕%d条。%s全部相符。" % (len(entries), "除上述未能归档的证据外，" if notes else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
