-- How often it could not be written down what became of a delivery whose sender died.
alter table delivery add column lease_failures integer not null default 0;
