namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>What is known about the model at a moment.</summary>
/// <param name="State">Whether there is a model.</param>
/// <param name="Epoch">The current pass over the training digits, from 1; 0 outside a training.</param>
/// <param name="Epochs">The number of passes; 0 outside a training.</param>
/// <param name="Progress">The completed share of the training, from 0 to 1.</param>
/// <param name="Loss">The mean cross-entropy over the epoch so far; null outside a training.</param>
/// <param name="Accuracy">The share of training digits recognised in the epoch so far, from 0 to 1; null outside a training.</param>
/// <param name="SecondsLeft">The estimated rest of the training, in seconds; null outside a training.</param>
/// <param name="Message">Why there is no model; null unless the state is failed.</param>
public sealed record ModelUpdate(
    ModelState State,
    int Epoch = 0,
    int Epochs = 0,
    double Progress = 0,
    double? Loss = null,
    double? Accuracy = null,
    double? SecondsLeft = null,
    string? Message = null)
{
    /// <summary>Returns a sentence about the state.</summary>
    internal string Describe() => State switch
    {
        ModelState.Loading => "The model is being loaded.",
        ModelState.Training => $"The network is being trained: {Math.Floor(100 * Progress)}% is done.",
        ModelState.Ready => "The model is ready.",
        _ => $"There is no model. {Message}",
    };
}
