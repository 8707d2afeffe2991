// Package calendar counts the terms of Chinese administrative procedure: when a
// duty is due, when a minimum wait is full, when a warning starts, and how a
// page explains each of them (NX-3).
//
// The rules, and where they come from:
//
//   - The day of the event is not counted; a term in months or years ends on
//     the matching day, or on the last day of a month that has no such day
//     (民法典 201, 202). A term in hours runs from its instant (民法典 201).
//   - A term in days, working days, months or years ends at 23:59:59 of its
//     last day, Beijing time (民法典 203).
//   - Working days follow the State Council's yearly notices on days off and
//     make-up working days; "2, 3, 5, 7 days" of the penalty law are working
//     days (行政处罚法 85), and a pack writes them so.
//   - A duty whose last day is off moves to the next working day where the pack
//     says so (民法典 203). A minimum wait never moves: see Calendar.Full.
//   - A year without a published notice is counted on weekends alone, and the
//     result says so in Provisional.
//
// The package is pure: it reads no clock and nothing but its embedded data, so
// the same question always has the same answer, and Calendar.ID names the data
// that answer rests on. Calendars are immutable and safe for concurrent use.
// Errors are written in Chinese for the person who typed the value.
package calendar
