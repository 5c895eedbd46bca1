-- support-moves-{group}
select moves_{{ group }} from 'processed/support_effect.csv' where followed_to = 'as_of'

-- support-ratio-low
select min(ratio_low) from 'processed/support_effect.csv'

-- support-ratio-high
select max(ratio_high) from 'processed/support_effect.csv'
