using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>
/// Takes the place of the dashboard's callback in processes that train together with the one that has the dashboard: with local steps, all must have
/// callbacks of the same names.
/// </summary>
internal sealed class DashboardCallback : TrainingCallback;
