-- expected-acts
select count(*) from 'processed/act_paths.csv' where reading = 'stated'

-- expected-decision-seen
select count(*) from 'processed/act_paths.csv' where reading = 'stated' and money_months is not null

-- expected-decision-seen-of-acts
select count(money_months) / count(*) from 'processed/act_paths.csv' where reading = 'stated'

-- expected-operation-seen
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and operation_months is not null

-- expected-{hypothesis}-share
select share_pct from 'raw/hypotheses.csv' where hypothesis = '{{ hypothesis | replace("-", "_") }}'

-- expected-decision-{hypothesis}
select avg(expected) from 'processed/expected_by_now.csv'
where step = 'decision' and hypothesis = '{{ hypothesis | replace("-", "_") }}'

-- expected-operation-{hypothesis}
select avg(expected) from 'processed/expected_by_now.csv'
where step = 'operation' and hypothesis = '{{ hypothesis | replace("-", "_") }}'

-- expected-share-low
select min(low_share_pct) from 'processed/act_likelihood.csv'

-- expected-share-high
select max(high_share_pct) from 'processed/act_likelihood.csv'

-- expected-share-constant-low
select min(low_share_constant_pct) from 'processed/act_likelihood.csv'

-- expected-share-constant-high
select max(high_share_constant_pct) from 'processed/act_likelihood.csv'
