using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MLNetDeep.Hosting;

/// <summary>Refuses requests that do not come from the page itself.</summary>
/// <remarks>
/// A page of another site can make a browser send requests to this computer. It cannot read the token in this page; unless its host name
/// is made to stand for 127.0.0.1, which shows in the Host header.
/// </remarks>
internal sealed class RequestGuard
{
    /// <summary>The header of requests that change something; its value is <see cref="Token"/>.</summary>
    public const string TokenHeader = "X-Dashboard-Token";

    /// <summary>A random text that only this page has.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns why a request is refused, with its status code; null if it is not.</summary>
    public (int Status, string Reason)? Refuse(HttpRequest request)
    {
        int port = request.HttpContext.Connection.LocalPort;
        if (request.Host.Host is not ("127.0.0.1" or "localhost") || (request.Host.Port ?? 80) != port)
        {
            return (StatusCodes.Status400BadRequest, $"The host must be 127.0.0.1:{port} or localhost:{port}.");
        }

        if (HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        if (request.Headers.Origin != $"http://{request.Host}")
        {
            return (StatusCodes.Status403Forbidden, "The request does not come from this page.");
        }

        byte[] token = Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(token, Encoding.UTF8.GetBytes(Token))
            ? null
            : (StatusCodes.Status403Forbidden, "The token is wrong. Reload the page.");
    }
}
