using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Digits;

/// <summary>A line for each epoch, for files and pipes.</summary>
internal sealed class LineDisplay(TextWriter output) : TrainingDisplay
{
    public override void Report(TrainingProgress value)
    {
        if (value.IsEpochEnd)
            output.WriteLine($"Epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:F4}, accuracy {value.Accuracy:F4}, {value.Elapsed.TotalSeconds:F1} s since the start");
    }
}
