-- roadmap-items
select count(*) from 'raw/roadmap_areas.csv'

-- roadmap-signed
select count(*) from 'processed/roadmap_areas.csv' where signed

-- roadmap-{event}
select count(*) from 'processed/roadmap_areas.csv' where {{ event }}_on is not null
