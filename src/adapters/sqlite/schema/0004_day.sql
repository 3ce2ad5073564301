-- What is stopped is asked for over all days, and is hardly any of them.

create index item_stopped on item (n) where state = 3; -- ItemState::stopped
