-- projects
select count(*) from 'processed/projects.csv'

-- projects-building
select count(*) from 'processed/projects.csv' where status in ('under_construction', 'commissioning')

-- projects-operating
select count(*) from 'processed/projects.csv' where status = 'operating'

-- projects-stopped
select count(*) from 'processed/projects.csv' where status in ('suspended', 'cancelled')

-- projects-planned
select count(*) from 'processed/projects.csv'
where status not in ('operating', 'under_construction', 'commissioning', 'suspended', 'cancelled')

-- projects-unseen
select count(*) from 'processed/projects.csv' where status_age_months > 12
