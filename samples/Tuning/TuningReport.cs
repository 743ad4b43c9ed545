namespace MLNetDeep.Samples.TuningSample;

/// <summary>The results in the JSON file.</summary>
/// <param name="BestTrial">The number of the best trial.</param>
/// <param name="BestValues">Its values.</param>
/// <param name="HeldOut">The search's metric on the rows that it held out.</param>
/// <param name="FirstHeldOut">The same of the first trial, which has the sample's defaults.</param>
/// <param name="Test">The accuracy on the test rows of its pipeline, trained on all other rows.</param>
/// <param name="DefaultTest">The accuracy on the test rows of the pipeline with default values, trained on the same rows.</param>
/// <param name="Epochs">The number of epochs of all trials.</param>
/// <param name="Seconds">The time of all trials.</param>
internal sealed record TuningReport(
    int BestTrial, IReadOnlyDictionary<string, string> BestValues, double HeldOut, double FirstHeldOut, double Test, double DefaultTest, int Epochs,
    double Seconds);
