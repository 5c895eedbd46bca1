{% set public = "purpose = 'stockpile' and kind = 'public' and contained_in is null" %}
{% macro reached(stage, evidence="") %}
select coalesce(sum(reached_usd), 0) from 'processed/funding.csv'
where {{ public }} and stage = '{{ stage }}'{{ evidence }}
{% endmacro %}

-- stockpile-programmes
select count(distinct programme_id) from 'processed/funding.csv'
where {{ public }} and reached_usd is not null
  and stage in ('announced', 'approved', 'committed', 'disbursed', 'purchased')

-- stockpile-{stage}-usd
{{ reached(stage) }}

-- stockpile-{stage}-strong-usd
{{ reached(stage, " and reached_evidence in ('primary', 'reputable')") }}

-- stockpile-{stage}-weak-usd
{{ reached(stage, " and reached_evidence not in ('primary', 'reputable')") }}
