using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Trainers;

/// <summary>Warns about classes that the network cannot learn, or could not, because of the rows that are held out for validation.</summary>
internal static class HeldOutRows
{
    private const int MaxNames = 5;

    /// <summary>Warns about rows that <see cref="NeuralTrainerOptions.ValidationSplit"/> holds out.</summary>
    public static void WarnAboutSplit(IChannel channel, DataSplit split, LabelColumn label)
    {
        if (split.AvoidedClasses.Count > 0)
        {
            channel.Warning(
                MessageSensitivity.UserData,
                "The last rows have all rows of {0}, so random rows of each class are held out for validation. To choose, set {1}.",
                Names(split.AvoidedClasses, label), nameof(NeuralTrainerOptions.ValidationRows));
        }

        Warn(
            channel, split.FindMissingClasses(), label,
            $"the rows that {nameof(NeuralTrainerOptions.ValidationSplit)} holds out. Set {nameof(NeuralTrainerOptions.ValidationRows)} to "
                + $"{nameof(ValidationRows.Stratified)}");
    }

    /// <summary>Warns about classes that are only in <see cref="NeuralTrainerOptions.ValidationData"/>.</summary>
    public static void WarnAboutValidationData(IChannel channel, IReadOnlyList<int> missing, LabelColumn label) =>
        Warn(channel, missing, label, nameof(NeuralTrainerOptions.ValidationData));

    private static void Warn(IChannel channel, IReadOnlyList<int> missing, LabelColumn label, string place)
    {
        if (label.IsClass && missing.Count > 0)
        {
            channel.Warning(
                MessageSensitivity.UserData, "The network cannot learn {0}: all its rows are in {1}.", Names(missing, label), place);
        }
    }

    private static string Names(IReadOnlyList<int> classes, LabelColumn label) =>
        string.Join(", ", classes.Take(MaxNames).Select(label.Describe)) + (classes.Count > MaxNames ? $" and {classes.Count - MaxNames} more classes" : "");
}
