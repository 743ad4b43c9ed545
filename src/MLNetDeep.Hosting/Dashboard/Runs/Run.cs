using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Hosting;

/// <summary>A training that the page shows.</summary>
/// <param name="number">The number of the run, counted from 1.</param>
/// <param name="context">The training.</param>
/// <param name="savePath">See <see cref="TrainingDashboardOptions.SavePath"/>.</param>
/// <param name="start">The run before its first batch.</param>
internal sealed class Run(int number, TrainingContext context, string? savePath, RunSnapshot start)
{
    private volatile RunSnapshot _snapshot = start;
    private volatile bool _isStopRequested;
    private volatile string? _saveMessage;

    public int Number => number;

    /// <summary>The table of the network's layers.</summary>
    public string Summary { get; } = context.Network.Summary();

    /// <summary>Names and values of options. The run does not keep the options, which hold the validation data.</summary>
    public IReadOnlyList<string[]> Options { get; } = Describe(context);

    /// <summary>Whether early stopping may end the run before all epochs are done.</summary>
    public bool MayEndEarly { get; } = context.Options.EarlyStopping is not null;

    /// <summary>The file to save into; null if the program gave none.</summary>
    public RunFile? File { get; } = savePath is null ? null : new(savePath, context.Network);

    /// <summary>The run as it was a moment ago. The training thread replaces it.</summary>
    public RunSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    /// <summary>What was saved last, or why it was not; null if nothing was.</summary>
    public string? SaveMessage
    {
        get => _saveMessage;
        set => _saveMessage = value;
    }

    /// <summary>Whether the run shall stop after the current batch.</summary>
    public bool IsStopRequested => _isStopRequested;

    public RunState State => Snapshot.State == RunState.Running && IsStopRequested ? RunState.Stopping : Snapshot.State;

    public bool IsTraining => Snapshot.State == RunState.Running;

    public void RequestStop() => _isStopRequested = true;

    private static List<string[]> Describe(TrainingContext context)
    {
        FitOptions options = context.Options;
        List<string[]> texts =
        [
            ["Optimizer", options.Optimizer.GetType().Name],
            ["Loss", options.LossFor(context.Network.Spec).GetType().Name],
            ["Batch size", $"{options.BatchSize}"],
            ["Backend", options.Backend.Name],
        ];
        if (options.EarlyStopping is { Monitor: var metric, Patience: var patience })
        {
            string data = metric.IsValidation() ? "validation" : "training";
            texts.Add(["Early stopping", $"{data} {metric.DisplayName(options.TopK)}, patience {patience}"]);
        }

        return texts;
    }
}
