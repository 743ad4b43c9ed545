using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>The last output of an LSTM over embedded words, and a dense layer.</summary>
internal sealed class LstmModel : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding = Embedding(Tensors.VocabularySize, 32);
    private readonly LSTM _lstm = LSTM(32, 32, batchFirst: true);
    private readonly Linear _dense = Linear(32, 1);

    public LstmModel()
        : base(nameof(LstmModel)) => RegisterComponents();

    public override Tensor forward(Tensor words)
    {
        (Tensor outputs, _, _) = _lstm.forward(_embedding.forward(words));
        return _dense.forward(outputs.select(1, -1));
    }
}

/// <summary>The mean of embedded words and two dense layers. EmbeddingBag is the embedding and the mean in one, which is the fastest form.</summary>
internal sealed class EmbeddingPoolModel : Module<Tensor, Tensor>
{
    private readonly EmbeddingBag _embedding = EmbeddingBag(Tensors.VocabularySize, 16, mode: EmbeddingBagMode.Mean);
    private readonly Sequential _dense = Sequential(Linear(16, 16), ReLU(), Linear(16, 1));

    public EmbeddingPoolModel()
        : base(nameof(EmbeddingPoolModel)) => RegisterComponents();

    public override Tensor forward(Tensor words) => _dense.forward(_embedding.forward(words, null, null));
}
