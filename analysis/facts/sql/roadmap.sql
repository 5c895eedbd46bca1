-- roadmap-items
select count(*) from 'raw/roadmap_areas.csv'

-- roadmap-drafted
select count(*) from 'processed/roadmap_areas.csv' where drafted

-- roadmap-signed
select count(*) from 'processed/roadmap_areas.csv' where signed

-- roadmap-unseen
select count(*) from 'processed/roadmap_areas.csv' where signed is null

-- roadmap-{event}
select count(*) from 'processed/roadmap_areas.csv' where {{ event }}_on is not null
