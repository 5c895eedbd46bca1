{% set public = "purpose = 'stockpile' and kind = 'public' and contained_in is null" %}
{% macro reached(stage, evidence="") %}
select coalesce(sum(reached_usd), 0) from 'processed/funding.csv'
where {{ public }} and stage = '{{ stage }}'{{ evidence }}
{% endmacro %}

-- stockpile-{stage}-usd
{{ reached(stage) }}

-- stockpile-{stage}-{part}-usd
{{ reached(stage, " and reached_evidence " ~ ("not " if part == "weak" else "")
   ~ "in ('primary', 'reputable')") }}
