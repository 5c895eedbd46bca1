{% set on_record %}
from 'raw/claims.csv' join 'raw/sources.csv' using (source_id) where tier = 'subject'
{% endset %}

-- claims
select count(*) {{ on_record | trim }}

-- claims-articles
select count(distinct source_id) {{ on_record | trim }}

-- claims-topics
select count(distinct topic) {{ on_record | trim }}

-- claims-shared
select count(*) from 'processed/claim_topics.csv' where articles > 1

-- claims-same
select count(*) from 'processed/claim_topics.csv' where agreement = 'same'

-- claims-different
select count(*) from 'processed/claim_topics.csv' where agreement = 'different'

-- claims-{judgement}
select count(*) {{ on_record | trim }}
  and agrees_with_official::varchar = '{{ judgement }}'
