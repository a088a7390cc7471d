/**
 * What is computed when, before anything has a home: {@link
 * rivulet.autodiff.plan.schedule.PhaseValues} cuts a program by binding time, {@link
 * rivulet.autodiff.plan.schedule.Scheduler} puts each phase in order, as {@link
 * rivulet.autodiff.plan.schedule.Step}s. All are values; nothing here knows memory or kernels.
 */
package rivulet.autodiff.plan.schedule;
