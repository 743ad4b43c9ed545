using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Training;

/// <summary>Finds the classes of validation rows that no training row has.</summary>
internal sealed class UnseenClasses
{
    private readonly HashSet<int> _unseen = [];

    /// <summary>Collects the classes of the validation rows.</summary>
    public UnseenClasses(TrainingData validation)
    {
        for (int row = 0; row < validation.RowCount; row++)
        {
            _unseen.Add(validation.Targets.ClassOf(row));
        }
    }

    /// <summary>Returns an object for validation rows with classes; null if there are none.</summary>
    public static UnseenClasses? Of(TrainingData? validation, LossSpec loss) => validation is not null && HasClasses(validation.Targets, loss)
        ? new UnseenClasses(validation)
        : null;

    /// <summary>Whether each row has one class. Rows of several yes-or-no targets have none.</summary>
    public static bool HasClasses(Targets targets, LossSpec loss) =>
        loss.IsClassification && (loss is CategoricalCrossEntropy || targets is not DenseTargets { ColumnCount: > 1 });

    /// <summary>The classes that no training row has, in ascending order; none before all training rows have been seen.</summary>
    public IReadOnlyList<int> AfterPass { get; private set; } = [];

    /// <summary>Removes the classes of training rows. The rows are read only until no class is left.</summary>
    public void Remove(TrainingData training)
    {
        for (int row = 0; row < training.RowCount && _unseen.Count > 0; row++)
        {
            _unseen.Remove(training.Targets.ClassOf(row));
        }
    }

    /// <summary>Says that all training rows have been seen.</summary>
    /// <param name="exchange">Connects the ranks that have seen other rows; null if there are none.</param>
    public void EndPass(IGradientExchange? exchange = null)
    {
        if (exchange is not null)
        {
            byte[] own = MemoryMarshal.AsBytes<int>(_unseen.ToArray()).ToArray();
            foreach (byte[] other in exchange.Gather(own))
            {
                _unseen.IntersectWith(MemoryMarshal.Cast<byte, int>(other).ToArray());
            }
        }

        AfterPass = [.. _unseen.Order()];
    }
}
