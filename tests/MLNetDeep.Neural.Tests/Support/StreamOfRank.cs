namespace MLNetDeep.Neural.Tests.Support;

/// <summary>The stream of one rank: its own rows, and the number of the rows of all ranks.</summary>
internal sealed class StreamOfRank(TrainingStream rows, long? rowCount) : TrainingStream
{
    public override long? RowCount => rowCount;

    public override bool RowsOutlivePass => rows.RowsOutlivePass;

    public override TrainingPass Begin(int epoch) => rows.Begin(epoch);
}
