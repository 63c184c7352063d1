package playbook

// good is a small playbook that is right.
const good = `id: shop.cup
version: 2
scenario: quality.damaged
title: {zh: 杯子碎了, en: Broken cup}
for: {severity: [normal, high], goods: [household]}
trigger:
  words: [杯子…碎]
  guard: 'goods_kind == "household"'
checklist:
  - {id: photo, zh: 照片, en: Photo, required: true}
steps:
  - id: sorry
    kind: say
    stage: acknowledged
    act: empathy
    text: {zh: 盼着的杯子碎了，确实让人失望。, en: Your cup came broken; that is a pity.}
  - id: hurt
    kind: ask
    stage: acknowledged
    fact: unwell
    branches:
      - {if: unwell, step: lead}
    go: proof
  - id: lead
    kind: handoff
    stage: acknowledged
    to: supervisor
    text: {zh: 有人受伤, en: Somebody is hurt}
  - id: proof
    kind: evidence
    stage: investigating
    items: [photo]
    text: {zh: 要照片, en: Ask for the photo}
  - id: look
    kind: ticket
    stage: investigating
    type: check
    department: warehouse
    text: {zh: 核对, en: Check}
    public: {zh: 正在核对, en: Checking}
  - id: by
    kind: commit
    stage: investigating
    due: 4h
    text: {zh: "{due}答复您", en: "You hear {due}"}
  - id: what
    kind: decide
    stage: proposed
    remedies: [resend, refund]
    text: {zh: 先补发, en: Resend first}
  - id: offer
    kind: say
    stage: proposed
    act: options
    text: {zh: 补发或退款，您选哪种？, en: Another one or a refund}
  - id: why
    kind: say
    stage: proposed
    act: rules
    text: {zh: 原因, en: Why}
    when: '!eligible'
  - id: end
    kind: close
    stage: closed
    text: {zh: 结束, en: End}
`
