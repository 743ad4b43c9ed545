namespace MLNetDeep.Trainers;

/// <summary>How a picture's values are arranged in the vectors of the feature column.</summary>
public enum ChannelOrder
{
    /// <summary>The dimensions of the column's type say it: see <see cref="NeuralTrainerOptions.ChannelOrder"/>.</summary>
    Automatic = 0,

    /// <summary>Height x width x channels: the channels of a pixel are together, as with interleavePixelColors of ExtractPixels.</summary>
    ChannelsLast = 1,

    /// <summary>Channels x height x width: planes, as ExtractPixels makes them by default.</summary>
    ChannelsFirst = 2,
}
