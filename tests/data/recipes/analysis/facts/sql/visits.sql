-- plants-visited
select count(distinct project_id) from 'raw/site_visits.csv'
