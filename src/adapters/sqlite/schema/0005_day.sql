-- What nobody has received yet is asked for over all days, as what is stopped is.

create index item_undelivered on item (n) where state in (4, 8); -- ItemState::held_for_pickup, unclaimed
