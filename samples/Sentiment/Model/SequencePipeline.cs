using Microsoft.ML;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The words of a text in their order, followed by a network that begins with an embedding.</summary>
/// <param name="Kind">What follows the embedding.</param>
/// <param name="Words">Options for the sequences of words. Their length is set.</param>
/// <param name="Network">Options for the training.</param>
internal sealed record SequencePipeline(NetworkKind Kind, WordIndicesOptions Words, NeuralNetworkOptions Network) : SentimentPipeline
{
    private const string WordColumn = "Words";

    public override NeuralTrainerOptions Training => Network;

    public override SentimentPipeline WithTraining(NeuralTrainerOptions training) => this with { Network = (NeuralNetworkOptions)training };

    public override SentimentPipeline WithCancellation(CancellationToken cancellation) =>
        new SequencePipeline(Kind, Words with { Cancellation = cancellation }, Network with { Cancellation = cancellation });

    public override IEstimator<ITransformer> CreateEstimator(MLContext ml, Action<NetworkTransformer>? onTrained = null)
    {
        NetworkTrainer trainer = ml.BinaryClassification.Trainers.NeuralNetwork(
            SequenceNetworks.Create(Kind, Words.Length!.Value, Words.MaxWords), Network with { FeatureColumnName = WordColumn });
        return ml.Transforms.Text.WordIndices(WordColumn, nameof(Review.Text), Words)
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)));
    }
}
