using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>Creates the network that a training begins with: random weights, or those of a model that was trained before.</summary>
internal static class InitialWeights
{
    /// <exception cref="InvalidOperationException">The initial model does not fit the trainer or the data.</exception>
    public static Network Create(NetworkSpec spec, int seed, NetworkTask task, NeuralTrainerOptions options, LabelColumn label, IChannel channel)
    {
        if (options.PretrainedWeights is { } weights)
        {
            return StartFrom(weights, spec, seed, options, channel);
        }

        if (options.InitialModel is null && options.InitialNetwork is null)
        {
            return new Network(spec, seed);
        }

        (string option, Network initial) = Find(task, options, label);
        if (!spec.Layers.SequenceEqual(initial.Spec.Layers))
        {
            channel.Warning(
                MessageSensitivity.None, "The layers differ from those of {0}, whose weights are taken: {1}, and in {0} {2}.", option, spec, initial.Spec);
        }

        try
        {
            Network network = new(spec, initial);
            channel.Info(MessageSensitivity.None, "The training goes on from the weights of {0}.", option);
            return network;
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"{option} has another shape than the network to train. {e.MessageWithoutParameter()}", e);
        }
    }

    private static Network StartFrom(PretrainedWeights weights, NetworkSpec spec, int seed, NeuralTrainerOptions options, IChannel channel)
    {
        if (options.InitialModel is not null || options.InitialNetwork is not null || options.ResumeFrom is not null)
        {
            throw new InvalidOperationException(
                $"{nameof(options.PretrainedWeights)} is set with {nameof(options.InitialModel)}, {nameof(options.InitialNetwork)} or "
                + $"{nameof(options.ResumeFrom)}; accepted: one of them.");
        }

        try
        {
            Network network = new(spec, weights, seed);
            PretrainedMatch match = weights.Match(spec);
            if (match.Missing.IsEmpty && match.OtherShapes.IsEmpty && match.Unused.IsEmpty)
            {
                channel.Info(MessageSensitivity.None, "The training starts from all of {0}.", nameof(options.PretrainedWeights));
            }
            else
            {
                channel.Warning(
                    MessageSensitivity.None, "The training starts from a part of {0}: {1}.", nameof(options.PretrainedWeights), match);
            }

            return network;
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"{nameof(options.PretrainedWeights)} does not fit the network. {e.MessageWithoutParameter()}", e);
        }
    }

    private static (string Option, Network Initial) Find(NetworkTask task, NeuralTrainerOptions options, LabelColumn label)
    {
        if (options.ResumeFrom is not null)
        {
            throw new InvalidOperationException(
                $"{nameof(options.ResumeFrom)} continues a training with the weights of its checkpoint, so {nameof(options.InitialModel)} and "
                + $"{nameof(options.InitialNetwork)} must be null.");
        }

        if (options.InitialNetwork is { } network)
        {
            return options.InitialModel is null ? (nameof(options.InitialNetwork), network) : throw new InvalidOperationException(
                $"{nameof(options.InitialModel)} and {nameof(options.InitialNetwork)} are both set; accepted: one of them.");
        }

        NetworkTransformer model = NetworkTransformer.Find(options.InitialModel!)!;
        if (model.Task != task)
        {
            throw new InvalidOperationException(
                $"{nameof(options.InitialModel)} is a model for {model.Task.Kind}; this trainer is for {task.Kind}.");
        }

        if (model.LabelValues?.FindDifference(label.Values, nameof(options.InitialModel), "the training data") is { } difference)
        {
            throw new InvalidOperationException(
                $"The classes in column '{label.Column.Name}' differ from those of {nameof(options.InitialModel)}: {difference}. Transform the "
                + "data with the same fitted estimators as those that the model was trained on.");
        }

        return (nameof(options.InitialModel), model.Model);
    }
}
