-- conversion-acts
select count(*) from 'processed/act_paths.csv' where reading = 'stated'

-- conversion-ground
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and ground_months is not null

-- conversion-operating
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and operation_months is not null

-- conversion-mature
select count(*) from 'processed/act_paths.csv' where reading = 'stated' and age_months >= 12

-- conversion-mature-reached
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and age_months >= 12 and money_months is not null

-- conversion-mature-reached-inferred
select count(*) from 'processed/act_paths.csv'
where reading = 'inferred' and age_months >= 12 and money_months is not null

-- conversion-{group}-mature
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and age_months >= 12 and "group" = '{{ group }}'

-- conversion-{group}-mature-reached
select count(*) from 'processed/act_paths.csv'
where reading = 'stated' and age_months >= 12 and "group" = '{{ group }}'
  and money_months is not null
